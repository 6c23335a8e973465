/** All orders of a few things. */
export function allOrders<T>(things: readonly T[]): readonly T[][] {
  if (things.length <= 1) return [[...things]];
  return things.flatMap((first, index) =>
    allOrders(things.filter((_, place) => place !== index)).map((others) => [first, ...others]),
  );
}
