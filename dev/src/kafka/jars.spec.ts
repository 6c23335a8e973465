import { describe, expect, it } from '@jest/globals';
import { readDownloadedBytes } from './jars.js';
import { majorOf, readJavaVersion } from './java.js';

describe("Maven's progress", () => {
  it.each([
    ['[INFO] Downloaded from central: https://repo/x.jar (5.7 MB at 3.1 MB/s)', 5_700_000],
    ['[INFO] Downloaded from mirror: https://repo/x.pom (8.5 kB at 73 kB/s)', 8_500],
    ['Downloaded from central: https://repo/x.pom (312 B at 2 kB/s)', 312],
    ['[INFO] Downloading from central: https://repo/x.jar', 0],
    ['[INFO] BUILD SUCCESS', 0],
  ])('counts what was downloaded: %s', (line, bytes) => {
    expect(readDownloadedBytes(line)).toBe(bytes);
  });
});

describe("Java's version", () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', '17.0.15', 17],
    ['java version "1.8.0_392"', '1.8.0_392', 8],
    ['openjdk version "25" 2025-09-16 LTS', '25', 25],
    ['openjdk version "24-ea" 2025-03-18', '24-ea', 24],
  ])('is read from %s', (output, version, major) => {
    expect(readJavaVersion(output)).toBe(version);
    expect(majorOf(version)).toBe(major);
  });

  it('is unknown when the answer is no version', () => {
    expect(readJavaVersion('Unable to locate a Java Runtime.')).toBeUndefined();
  });
});
