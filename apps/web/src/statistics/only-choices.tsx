import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { Choice } from './choice.js';
import { chosenPart, codeOf, everybody } from './stratum.js';
import { goTo } from './use-address.js';
import type { View } from './view.js';

/** Narrows all pictures to some patients or treatments. Folded away as long as nobody is left out. */
export function OnlyChoices({ view }: { readonly view: View }): ReactNode {
  const { only, strata } = view;
  const isNarrowed = only.length > 0;
  const fold = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);
  // Whoever folds it while somebody is left out may: the sentence below says who.
  useLayoutEffect(() => {
    if (isNarrowed && fold.current !== null) fold.current.open = true;
  }, [isNarrowed]);
  const takeAll = (): void => {
    // The button goes away with the narrowing: the keyboard goes on from where one could narrow again.
    summary.current?.focus();
    goTo(everybody);
  };
  return (
    <div className="only">
      <details ref={fold}>
        <summary ref={summary}>Only some patients or treatments</summary>
        <div className="choices">
          {strata.map((stratum) => {
            const part = chosenPart(stratum, only);
            return (
              <Choice
                key={stratum.id}
                name={stratum.parameter}
                label={stratum.name}
                value={part === undefined ? '' : codeOf(stratum, part)}
                options={[['', 'All'], ...stratum.parts.map((one) => [codeOf(stratum, one), one.label] as const)]}
              />
            );
          })}
        </div>
      </details>
      {isNarrowed && (
        <button type="button" onClick={takeAll}>
          All patients
        </button>
      )}
    </div>
  );
}
