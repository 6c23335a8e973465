/** Where a byte stands next in a chunk. Each stretch is searched once, however often somebody asks. */
export class Landmark {
  readonly #byte: number;
  #found = -1;

  constructor(byte: number) {
    this.#byte = byte;
  }

  /** Call it for each new chunk. */
  forget(): void {
    this.#found = -1;
  }

  /** The first place at or after `from`; the chunk's length where there is none. Asked with growing `from` only. */
  next(chunk: Buffer, from: number): number {
    if (this.#found >= from) return this.#found;
    const index = chunk.indexOf(this.#byte, from);
    this.#found = index === -1 ? chunk.length : index;
    return this.#found;
  }
}
