import { headBytes, type Feeding, type Feedings } from '../files/feeding/feedings.js';
import { StoreAway } from '../source-messages/source-message.js';

/** Feedings in memory, as PostgreSQL would keep them. */
export class MemoryFeedings implements Feedings {
  readonly all = new Map<string, Feeding>();
  isAway = false;

  async startsOf({ manner, head, bytes }: { manner: string; head: string; bytes: number }): Promise<Feeding[]> {
    this.#look();
    return [...this.all.values()].filter(
      (feeding) =>
        feeding.manner === manner && feeding.bytes <= bytes && (feeding.bytes < headBytes || feeding.head === head),
    );
  }

  async save(feeding: Feeding): Promise<void> {
    this.#look();
    this.all.set(feeding.file, feeding);
  }

  #look(): void {
    if (this.isAway) throw new StoreAway('away');
  }
}
