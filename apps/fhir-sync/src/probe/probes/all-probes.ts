import type { Probe } from '../probe-context.js';
import { bundles } from './bundles.js';
import { bursts } from './burst.js';
import { changes } from './changes.js';
import { conditionalCreate } from './conditional-create.js';
import { documentSizes } from './document-size.js';
import { lookUps } from './look-ups.js';
import { testPatient } from './test-patient.js';
import { writeAndRead } from './write-and-read.js';

/** In the order in which they run: later ones build on what earlier ones found or wrote. */
export const allProbes: readonly Probe[] = [
  ...lookUps,
  ...testPatient,
  ...writeAndRead,
  ...conditionalCreate,
  ...changes,
  ...bundles,
  ...documentSizes,
  ...bursts,
];
