import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runProbe } from '../../apps/fhir-sync/src/probe/probe-command.js';
import type { ProfileName } from '../../apps/hospital/src/fhir/profiles/profiles.js';
import { openFhirBed, type FhirBed } from '../../apps/hospital/src/testing/fhir-bed.js';

/** In the chart before the probe comes. */
const patient = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ system: 'https://hospital.example/sid/mrn', value: 'SIM-CANARY-4711' }],
  name: [{ family: 'Canary-Family' }],
  birthDate: '1951-02-03',
  gender: 'female',
};
/** Somebody else's, of the same patient: to be left alone. */
const theirs = { resourceType: 'Procedure', id: 'theirs', status: 'completed', subject: { reference: 'Patient/p1' } };
export const withPatient = ['--target', 'ehr', '--patient', 'p1'];

const finding = z.object({
  about: z.string(),
  basis: z.enum(['seen', 'declared', 'not-tried']),
  result: z.string().optional(),
  detail: z.string().optional(),
});
const report = z.object({
  targets: z.array(
    z.object({
      name: z.string(),
      lanes: z.array(z.object({ type: z.string(), lane: z.string(), isDeclaredOnly: z.boolean() })),
      proposal: z.string(),
      questions: z.array(z.object({ question: z.string(), title: z.string(), findings: z.array(finding) })),
      contradictions: z.array(z.string()),
      warnings: z.array(z.string()),
      limits: z.array(z.object({ what: z.string(), instead: z.string() })),
      troubles: z.array(z.string()),
      tidiedUp: z.object({ written: z.int(), deleted: z.int(), marked: z.int(), left: z.array(z.string()) }),
    }),
  ),
});

interface Given {
  /** More of the target in the site file. */
  readonly rows?: string;
  readonly environment?: 'production' | 'test';
  readonly env?: Readonly<Record<string, string>>;
}

/** The FHIR server of the simulated hospital, and what `npm run site -- probe` says of it. */
export class ProbeBed {
  readonly folder = mkdtempSync(join(tmpdir(), 'ilium-probe-'));

  private constructor(readonly server: FhirBed) {}

  static async open(profile: ProfileName): Promise<ProbeBed> {
    const server = await openFhirBed({ profile });
    server.chart(patient, theirs);
    return new ProbeBed(server);
  }

  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true });
    await this.server.close();
  }

  siteFile({ rows = '', environment = 'test' }: Given = {}): string {
    const file = join(this.folder, 'site.yaml');
    const target = `  - name: ehr\n    url: ${this.server.base}\n    environment: ${environment}\n${rows}`;
    writeFileSync(file, `name: probed\nenvironment: ${environment}\ntargets:\n${target}`);
    return file;
  }

  async probe(options: readonly string[], given: Given = {}) {
    let said = '';
    let told = '';
    const code = await runProbe([this.siteFile(given), ...options], {
      print: (text) => (said += `${text}\n`),
      progress: { write: (text) => (told += text) },
      env: given.env ?? {},
      wait: () => Promise.resolve(),
    });
    return { code, said, told };
  }

  /** The report for machines, and the answers by question and what they are about. */
  async probed(options: readonly string[], given: Given = {}) {
    const { code, said, told } = await this.probe([...options, '--json'], given);
    const [target] = report.parse(JSON.parse(said)).targets;
    if (target === undefined) throw new Error(`no report: ${told}`);
    const answers = target.questions.flatMap(({ question, findings }) =>
      findings.map((one) => [`${question} ${one.about}`, `${one.basis} ${one.result ?? ''}`.trim()] as const),
    );
    return { ...target, code, answers: Object.fromEntries(answers) };
  }

  /** How many records of each type are on the server, but for those that were there before. */
  leftThere(): Readonly<Record<string, number>> {
    const types = ['Patient', 'Procedure', 'MedicationAdministration', 'Observation', 'DocumentReference'];
    const live = types.map((type) => {
      const records = [...this.server.store.all(type)].filter(({ versions }) => versions.at(-1)?.json !== undefined);
      return [type, records.filter(({ id }) => id !== patient.id && id !== theirs.id).length] as const;
    });
    return Object.fromEntries(live.filter(([, count]) => count > 0));
  }

  /** Lets the server count, by rules of its plan that change nothing. */
  countRequests(): void {
    const fault = { kind: 'latency', ms: 0 } as const;
    this.server.follow({
      rules: [
        { match: { method: ['POST', 'PUT', 'PATCH', 'DELETE'] }, fault },
        { match: { method: 'GET' }, fault },
      ],
    });
  }

  requestsSeen(): { readonly writes: number; readonly reads: number } {
    const [writes = NaN, reads = NaN] = this.server.faults.rules.map(({ seen }) => seen);
    return { writes, reads };
  }
}
