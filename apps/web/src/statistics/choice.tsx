import type { ReactNode } from 'react';
import { goTo } from './use-address.js';

export type Option = readonly [value: string, label: string];

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  /** Left out: the address names the choice as it is named here. */
  readonly onChoose?: (value: string) => void;
  readonly disabled?: boolean;
}

/** One of several, by the list that the browser draws: it suits keyboards, phones and screen readers. */
export function Choice({
  name,
  label,
  value,
  options,
  onChoose = (chosen) => goTo({ [name]: chosen }),
  disabled = false,
}: ChoiceProps): ReactNode {
  return (
    <label className="choice">
      <span>{label}</span>
      <select name={name} value={value} disabled={disabled} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
