import type { Environment } from '@ilium/observability';

const shared = 'FHIR_';

/** Who we are to a server, and nothing that another server should hear when a target says how it wants it. */
const credentials =
  /^FHIR_(AUTH|USER|PASSWORD(_FILE)?|TOKEN(_FILE|_URL)?|CLIENT_(ID|SECRET(_FILE|_METHOD)?|KEY_(FILE|ID|ALGORITHM))|SCOPE|HEADERS)$/;

/**
 * The environment as one target sees it: `FHIR_EHR_TOKEN` is the `FHIR_TOKEN` of target `ehr`, else `FHIR_TOKEN` is. A
 * target with a `FHIR_EHR_AUTH` of its own takes no credentials from the shared variables; a secret of its own stands for
 * the shared file as well, and the other way round.
 */
export function environmentOfTarget(env: Environment, name: string): Environment {
  const own = ownVariables(env, prefixOf(name));
  const displaced = new Set(Object.keys(own).flatMap((variable) => [variable, otherForm(variable)]));
  const isItsOwnWay = own['FHIR_AUTH'] !== undefined;
  const inherited = Object.entries(env).filter(
    ([variable]) => !displaced.has(variable) && !(isItsOwnWay && credentials.test(variable)),
  );
  return { ...Object.fromEntries(inherited), ...own };
}

/** How the variables of a target begin: `FHIR_EHR_`. */
export function prefixOf(name: string): string {
  return `${shared}${name.toUpperCase().replaceAll('-', '_')}_`;
}

/** Those of the target, under the names that everything else reads. Empty ones count as not set. */
function ownVariables(env: Environment, prefix: string): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [variable, value] of Object.entries(env)) {
    if (variable.startsWith(prefix) && value !== undefined && value !== '') {
      own[`${shared}${variable.slice(prefix.length)}`] = value;
    }
  }
  return own;
}

/** A secret can stand in a file instead: the two are one thing. */
function otherForm(variable: string): string {
  return variable.endsWith('_FILE') ? variable.slice(0, -'_FILE'.length) : `${variable}_FILE`;
}
