import { isDone } from '../exchange.js';
import { server } from '../findings.js';
import { refusalOf } from '../read-answer.js';
import { document, type Links } from '../sample-records.js';
import { smallPdf } from '../small-pdf.js';
import { withPatient, type Probe, type ProbeContext } from '../probe-context.js';

const sizes = [10_000, 100_000, 1_000_000];

async function documentSize({ findings, records }: ProbeContext, links: Links): Promise<void> {
  if (!findings.works('create', 'DocumentReference')) {
    findings.notTried('document-size', server, 'no document can be created');
    return;
  }
  // Where nothing can be taken away again, one more document is enough.
  const tried = findings.works('delete', 'DocumentReference') ? sizes : sizes.slice(1, 2);
  let taken = 'the one of a few hundred bytes';
  for (const size of tried) {
    const answered = await records.create(document({ ...links, run: `${links.run}-${size}` }, smallPdf(size)));
    if (!isDone(answered)) {
      findings.seen(
        'document-size',
        server,
        'limited',
        `${taken} taken, ${inWords(size)} refused: ${refusalOf(answered)}`,
      );
      return;
    }
    taken = inWords(size);
  }
  findings.seen('document-size', server, 'at-least', taken);
}

function inWords(bytes: number): string {
  return bytes < 1_000_000 ? `${bytes / 1_000} kB` : `${bytes / 1_000_000} MB`;
}

export const documentSizes: readonly Probe[] = [
  withPatient({ step: 'larger documents', answers: [['document-size', server]], run: documentSize }),
];
