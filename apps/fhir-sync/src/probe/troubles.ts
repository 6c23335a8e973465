/** What went wrong on the way and was tried again: a fault of the network or of the moment, by its name. */
export class Troubles {
  readonly #counts = new Map<string, number>();

  count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  list(): readonly { readonly fault: string; readonly times: number }[] {
    return [...this.#counts].map(([fault, times]) => ({ fault, times }));
  }
}
