import { defaultRules, type Policy, type Rules } from '@ilium/clinical';
import { targetFaults, type Target } from './delivery/targets.js';
import type { Fault } from './faults.js';
import { fileFaults } from './incoming/files.js';
import { listenerFaults } from './incoming/listener-clashes.js';
import { defaultIncoming, withoutIncoming, type Incoming } from './incoming/incoming.js';
import { siteCodeFaults, siteCodes } from './site-codes.js';
import { publishedSiteFile, siteFile, type SiteFile } from './site-file.js';
import { windowFaults, windowsOf } from './windows.js';
import { readYamlFile, type SenseCheck, type SourceFile, type YamlFile } from './yaml-file.js';

/** A hospital as Ilium knows it. */
export interface Site {
  readonly name: string;
  readonly rules: Rules;
  readonly incoming: Incoming;
  readonly targets: readonly Target[];
}

/** What holds where no site file is named. */
export const builtInSite: Site = { name: 'built-in', rules: defaultRules, incoming: defaultIncoming, targets: [] };

/** Reads a site file and says what contradicts itself in it. */
export function readSiteFile(source: SourceFile): YamlFile<SiteFile> {
  return readYamlFile(source, siteFile, publishedSiteFile, checks);
}

const checks: readonly SenseCheck<SiteFile>[] = [
  { keys: ['codes', 'base'], faults: siteCodeFaults },
  { keys: ['windows', 'shortWindows', 'primaryWindows'], faults: windowFaults },
  { keys: ['block'], faults: blockFaults },
  { keys: ['listeners'], faults: ({ listeners }) => listenerFaults(listeners) },
  { keys: ['files', 'csv', 'fhir'], faults: fileFaults },
  { keys: ['environment', 'targets'], faults: targetFaults },
];

function blockFaults({ block }: SiteFile): Fault[] {
  if (block.afterFirstMinute < block.afterLastMinute) return [];
  return [{ path: ['block', 'afterLastMinute'], message: 'more than afterFirstMinute expected' }];
}

/** The rules that a site file stands for, with the policies that its files hold. */
export function siteOf(file: SiteFile, policies: readonly Policy[]): Site {
  const { incoming, rest: own } = withoutIncoming(file);
  const { name, targets, ...rest } = own;
  const rules: Rules = {
    ...rest,
    ...windowsOf(file),
    codes: siteCodes(file),
    expectedMeasures: { ...defaultRules.expectedMeasures, ...file.expectedMeasures },
    baselineDays: { ...defaultRules.baselineDays, ...file.baselineDays },
    changesThatMatter: { ...defaultRules.changesThatMatter, ...file.changesThatMatter },
    privacy: { ...rest.privacy, sites: [...new Set([name, ...rest.privacy.sites])] },
    policies,
  };
  return { name, rules, incoming, targets };
}
