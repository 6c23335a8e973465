import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from './processes/run.js';
import { projectRoot } from './project.js';

/** One deliberate breach per rule, and the line that commits it. */
const breaches: Readonly<Record<string, { file: string; imports: string }>> = {
  'contracts-imports-only-its-own': { file: 'libs/contracts/src/a.ts', imports: '@ilium/observability' },
  'observability-imports-only-its-own': { file: 'libs/observability/src/a.ts', imports: '@ilium/contracts' },
  'clinical-imports-only-its-own': { file: 'libs/clinical/src/a.ts', imports: '@ilium/persistence' },
  'site-imports-only-its-own': { file: 'libs/site/src/a.ts', imports: '@ilium/observability' },
  'persistence-imports-only-its-own': { file: 'libs/persistence/src/a.ts', imports: '@ilium/contracts' },
  'messaging-imports-only-its-own': { file: 'libs/messaging/src/a.ts', imports: '@ilium/clinical' },
  'mllp-imports-only-its-own': { file: 'libs/mllp/src/a.ts', imports: '@ilium/contracts' },
  'security-imports-only-its-own': { file: 'libs/security/src/a.ts', imports: '@ilium/contracts' },
  'apps-never-import-apps': { file: 'apps/mapper/src/b.ts', imports: '../../console/src/page.js' },
  'libs-never-import-apps': { file: 'libs/messaging/src/b.ts', imports: '../../../apps/console/src/page.js' },
  'product-never-imports-tooling': { file: 'apps/mapper/src/c.ts', imports: '../../../dev/src/test-environment.js' },
  'product-never-imports-tests': { file: 'apps/mapper/src/i.ts', imports: './testing/bed.js' },
  'tests-reach-tooling-by-the-test-environment': {
    file: 'apps/mapper/src/c.int.spec.ts',
    imports: '../../../dev/src/servers.js',
  },
  'clinical-is-pure': { file: 'libs/clinical/src/c.ts', imports: 'typeorm' },
  'clinical-has-no-node': { file: 'libs/clinical/src/d.ts', imports: 'fs' },
  'kafkajs-only-in-messaging': { file: 'apps/mapper/src/e.ts', imports: 'kafkajs' },
  'libs-never-import-deep': { file: 'libs/clinical/src/f.ts', imports: '../../contracts/src/inside.js' },
  'others-never-import-deep': { file: 'test/f.spec.ts', imports: '../libs/contracts/src/inside.js' },
  'no-cycles': { file: 'apps/mapper/src/g.ts', imports: './g2.js' },
  'nothing-unresolved': { file: 'apps/mapper/src/h.ts', imports: '@ilium/contracts/dist/inside.js' },
};

/** What the rules allow, in each place that has a rule. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'libs/contracts/src/index.ts': ['./inside.js', 'zod'],
  'libs/contracts/src/inside.ts': [],
  'libs/observability/src/index.ts': ['node:fs'],
  'libs/clinical/src/index.ts': ['@ilium/contracts'],
  'libs/clinical/src/index.spec.ts': ['node:fs'],
  'libs/site/src/index.ts': ['@ilium/contracts', '@ilium/clinical', 'node:fs', 'zod'],
  'libs/persistence/src/index.ts': ['@ilium/observability', 'typeorm'],
  'libs/messaging/src/index.ts': ['@ilium/contracts', '@ilium/persistence', '@ilium/observability', 'kafkajs'],
  'libs/messaging/src/index.int.spec.ts': ['../../../dev/src/test-environment.js'],
  'libs/mllp/src/index.ts': ['@ilium/observability'],
  'libs/security/src/index.ts': ['@ilium/observability', 'zod'],
  'apps/console/src/page.ts': ['@ilium/contracts'],
  'apps/mapper/src/main.ts': ['@ilium/clinical', '@ilium/messaging'],
  'apps/mapper/src/g2.ts': ['./g.js'],
  'dev/src/test-environment.ts': [],
  'apps/mapper/src/testing/bed.ts': ['../../../../dev/src/test-environment.js'],
  'apps/mapper/src/i.spec.ts': ['./testing/bed.js', '../../../dev/src/kafka/broker.js'],
  'dev/src/kafka/broker.ts': [],
  'dev/src/servers.ts': ['./local-kafka.js'],
  'dev/src/local-kafka.ts': ['@ilium/messaging', '../../apps/hospital/src/feed.js'],
  'apps/hospital/src/feed.ts': [],
  'bench/src/floors/relay.ts': ['kafkajs'],
  'libs/messaging/src/testing/bed.ts': [],
  'test/system.spec.ts': ['@ilium/messaging', '../dev/src/local-kafka.js', '../libs/messaging/src/testing/bed.js'],
};

interface Violation {
  readonly rule: string;
  readonly from: string;
}

describe('the import rules', () => {
  let folder: string;
  let violations: Violation[];
  let rules: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ilium-import-rules-'));
    await writeTree(folder);
    ({ violations, rules } = await cruise(folder));
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('all have their deliberate breach here', () => {
    expect(rules.toSorted()).toEqual(Object.keys(breaches).toSorted());
  });

  it.each(Object.entries(breaches))('report a breach of %s', (rule, { file }) => {
    expect(violations).toContainEqual({ rule, from: file });
  });

  it('complain about nothing that is allowed', () => {
    const broken = new Set(Object.values(breaches).map(({ file }) => file));
    expect(violations.filter(({ rule, from }) => !broken.has(from) && rule !== 'no-cycles')).toEqual([]);
  });
});

async function writeTree(folder: string): Promise<void> {
  const files = new Map(Object.entries(allowed));
  for (const { file, imports } of Object.values(breaches)) files.set(file, [imports]);
  for (const [file, imports] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    const lines = imports.map((each, index) => `import * as import${index} from '${each}';`);
    await writeFile(join(folder, file), `${lines.join('\n')}\nexport {};\n`);
  }
  // Packages of npm only have to be there.
  for (const name of ['kafkajs', 'typeorm', 'zod']) {
    await mkdir(join(folder, 'node_modules', name), { recursive: true });
    await writeFile(join(folder, 'node_modules', name, 'index.js'), '');
  }
  await cp(join(projectRoot, '.dependency-cruiser.mjs'), join(folder, '.dependency-cruiser.mjs'));
  for (const name of ['tsconfig.base.json', 'tsconfig.spec.json'])
    await cp(join(projectRoot, name), join(folder, name));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
}

async function cruise(folder: string): Promise<{ violations: Violation[]; rules: string[] }> {
  const report = join(folder, 'report.json');
  const program = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', '--output-to', report];
  const { output } = await run(process.execPath, [program, ...args, 'apps', 'libs', 'dev', 'bench', 'test'], {
    cwd: folder,
  });
  const text = await readFile(report, 'utf8').catch(() => {
    throw new Error(`dependency-cruiser left no report: ${output}`);
  });
  const { summary } = JSON.parse(text) as {
    summary: { violations: { from: string; rule: { name: string } }[]; ruleSetUsed: { forbidden: { name: string }[] } };
  };
  return {
    violations: summary.violations.map(({ from, rule }) => ({ rule: rule.name, from })),
    rules: summary.ruleSetUsed.forbidden.map(({ name }) => name),
  };
}
