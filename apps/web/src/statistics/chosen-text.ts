import { measureNames, procedureNames, windowName } from '../words.js';
import { agentsNames, countedWords } from './labels.js';
import { periodName } from './period.js';
import { partNamed } from './stratum.js';

/** Paging is no part of what is asked. */
const silent = ['after', 'limit', 'scale'];

/** What an address asks for, in words as far as there are some. */
export function chosenText(asked: URLSearchParams): string {
  const told = [...asked].flatMap(([name, value]) => (silent.includes(name) ? [] : [inWords(name, value)]));
  return told.length === 0 ? 'All scores that were given.' : `${told.join(', ')}.`;
}

function inWords(name: string, value: string): string {
  switch (name) {
    case 'counted':
      return wordOf(countedWords, value);
    case 'procedureType':
      return wordOf(procedureNames, value);
    case 'measure':
      return wordOf(measureNames, value);
    case 'window':
      return `after ${windowName(value)}`;
    case 'of':
      return value === 'patients' ? 'of patients' : 'of all treatments';
    case 'agents':
      return `given: ${wordOf(agentsNames, value).toLowerCase()}`;
    case 'from':
    case 'to':
      return `${name} ${periodName(value)}`;
    case 'day':
      return `${name} ${value}`;
    case 'painLocation':
    case 'recall':
      return value === 'none' ? `no ${names[name]} said` : `${names[name]} ${value}`;
    default:
      return partNamed(name, value)?.words ?? `${names[name] ?? name} ${value}`;
  }
}

const names: Readonly<Record<string, string>> = {
  painLocation: 'pain location',
  recall: 'recall',
  what: 'of these:',
  value: 'of the value',
};

function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}
