import { sidesSaid } from '@ilium/clinical';
import type { ProcedureEvent, Report } from '@ilium/contracts';
import type { Site } from '@ilium/site';
import { WordCounts } from './counts.js';
import type { Section } from './section.js';

/** What procedures say besides their code: side, time, number. */
export class ProceduresSaid {
  readonly #sides = new WordCounts();
  readonly #lacks = new WordCounts();

  constructor(private readonly site: Site) {}

  see(event: ProcedureEvent): void {
    if (event.type !== 'ilium.procedure.reported.v1') return;
    const { report, identifier, anchor, version } = event.data;
    if (version.status === 'void') return;
    this.#sides.see(this.#sideOf(report));
    const { performed } = report;
    if (!performed) this.#lacks.see('no time');
    else if (performed.length <= 'YYYY-MM-DD'.length) this.#lacks.see('a day, without the time of day');
    if (identifier === undefined) {
      const place = anchor === undefined ? 'a correction can not be tied to it' : 'named by its place in the visit';
      this.#lacks.see(`no number: ${place}`);
    }
  }

  sections(): readonly Section[] {
    return [
      {
        name: 'sides',
        title: 'Where procedures say their side',
        rows: this.#sides.rows().map(({ thing, count }) => ({ count, side: thing })),
      },
      {
        name: 'procedures',
        title: 'What procedures lack',
        rows: this.#lacks.rows().map(({ thing, count }) => ({ count, procedure: thing })),
      },
    ];
  }

  #sideOf({ modifiers, laterality, bodySite, text, codes }: Report<'procedure'>): string {
    const words = [text, ...(codes ?? []).map(({ display }) => display)].filter((one) => typeof one === 'string');
    const { rules } = this.site;
    const whole = sidesSaid({ modifiers, laterality, bodySite, words }, rules);
    if (whole.isContradictory) return 'contradictory';
    const ways = {
      modifiers: sidesSaid({ modifiers }, rules),
      laterality: sidesSaid({ laterality }, rules),
      'body site': sidesSaid({ bodySite }, rules),
      words: sidesSaid({ words }, rules),
    };
    const said = Object.entries(ways).flatMap(([way, { sides }]) => (sides.length > 0 ? [way] : []));
    return said.length === 0 ? 'none' : said.join(' and ');
  }
}
