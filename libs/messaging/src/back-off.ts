/** Waiting time before the given attempt (1, 2, …): doubles up to `mostMs`, and each is spread over its upper half. */
export function backOff(attempt: number, firstMs = 200, mostMs = 10_000): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 20));
  return whole / 2 + (Math.random() * whole) / 2;
}
