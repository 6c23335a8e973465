import { procedureNames, windowName } from '../words.js';
import type { Dimensions } from './ask.js';
import { agentsNames, scaleName } from './labels.js';
import { periodName } from './period.js';
import { onlyText } from './stratum.js';
import type { View } from './view.js';

/** What the pictures are of, in a sentence or three. */
export function viewText({ scale, window, of, from, to, agents, only }: View, dimensions: Dimensions): string {
  const whose = of === 'patients' ? 'patients' : 'all treatments';
  const [first, last] = [from ?? dimensions.from, to ?? dimensions.to].map((period) => periodName(period ?? ''));
  const chosen = [
    `${procedureNames[scale.procedureType]}, ${scaleName(scale)}, after ${windowName(window)}, of ${whose}, ${first} to ${last}`,
    ...(agents === undefined ? [] : [`Given into the target: ${agentsNames[agents].toLowerCase()}`]),
    ...(only.length === 0 ? [] : [onlyText(only).replace(/^o/, 'O')]),
  ];
  return `${chosen.join('. ')}.`;
}
