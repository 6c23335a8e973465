import type { Rules } from '@ilium/clinical';
import type { DataSource } from 'typeorm';
import type { CurrentRules, DerivationSettings } from './derivation-settings.js';
import { registerCombination, type Combination } from './rules-version.js';
import { countResolutions } from './store/code-resolutions.js';

interface RulesOptions extends Pick<DerivationSettings, 'ids' | 'asOf' | 'site'> {
  readonly dataSource: DataSource;
  /** Of the site file alone. */
  readonly rules: Rules;
}

/** The rules that hold in this process: the site file's, and what people have said of codes since. */
export class RulesInUse implements CurrentRules {
  readonly #options: RulesOptions;
  #combination: Combination;

  private constructor(options: RulesOptions, combination: Combination) {
    this.#options = options;
    this.#combination = combination;
  }

  static async open(options: RulesOptions): Promise<RulesInUse> {
    return new RulesInUse(options, await combine(options));
  }

  get current(): DerivationSettings {
    const { ids, asOf, site } = this.#options;
    const { rules, rulesOrdinal } = this.#combination;
    return { rules, rulesOrdinal, ids, asOf, site };
  }

  /**
   * Takes up what people have said meanwhile, whichever instance they told. An instance whose site file is older than
   * another one's keeps what it has: its place in the order of rules was passed already. Tells whether others hold now.
   */
  async refresh(): Promise<boolean> {
    if ((await countResolutions(this.#options.dataSource)) === this.#combination.resolutions) return false;
    const found = await combine(this.#options);
    const before = this.#combination;
    this.#combination = found.isOfNewestFile ? found : { ...before, resolutions: found.resolutions };
    return this.#combination.rulesOrdinal !== before.rulesOrdinal;
  }
}

function combine({ dataSource, rules, ids }: RulesOptions): Promise<Combination> {
  return dataSource.transaction((manager) => registerCombination(manager, rules, ids));
}
