import { validate } from 'dockerfile-utils';

/** What is wrong with a Dockerfile, in words; nothing when all is in order. */
export function dockerfileFaults(dockerfile: string): string[] {
  const found = validate(dockerfile).map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
  return [...found, ...stageFaults(dockerfile)];
}

/** A stage may only use one that stands above it; the linter does not look. */
function stageFaults(dockerfile: string): string[] {
  const stages = new Set<string>();
  const faults: string[] = [];
  for (const [index, line] of dockerfile.split('\n').entries()) {
    const copied = /^COPY .*--from=(\S+)/.exec(line)?.[1];
    if (copied !== undefined && !stages.has(copied))
      faults.push(`line ${index + 1}: there is no stage ${copied} above`);
    const stage = /^FROM .+ AS (\S+)$/.exec(line)?.[1];
    if (stage !== undefined) stages.add(stage);
  }
  return faults;
}
