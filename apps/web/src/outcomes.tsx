import type { Overview, OutcomesSummary } from '@ilium/contracts';
import type { ReactNode } from 'react';
import { Away } from './away.js';
import { boundsOf, countText, enoughFollowUp, fewAnswers, percentText } from './numbers.js';
import { byProcedure, byWindow, measureNames, procedureNames, statusNames, windowName } from './words.js';

type Group = OutcomesSummary['groups'][number];

/** What became of the treatments, as analytics counts it. */
export function Outcomes({ outcomes }: Pick<Overview, 'outcomes'>): ReactNode {
  return (
    <section id="outcomes" aria-labelledby="outcomes-title">
      <h2 id="outcomes-title">Outcomes</h2>
      {outcomes.state === 'away' ? (
        <Away service="analytics" reason={outcomes.reason} />
      ) : outcomes.data.summary.total === 0 ? (
        <p className="empty">No outcomes yet: one opens with each follow-up window of a treatment.</p>
      ) : (
        <Summary {...outcomes.data.summary} />
      )}
    </section>
  );
}

function Summary({ byStatus, groups }: OutcomesSummary): ReactNode {
  const types = [...Map.groupBy(groups, ({ procedureType }) => procedureType)].toSorted(([a], [b]) =>
    byProcedure(a, b),
  );
  return (
    <>
      <p className="lead">One outcome is one session, one measure and one follow-up window.</p>
      <dl className="statuses">
        {Object.entries(statusNames).map(([status, { name, meaning }]) => (
          <div key={status} className={`status ${status}`}>
            <dt>
              {name} <small>{meaning}</small>
            </dt>
            <dd>{countText(byStatus[status as keyof typeof statusNames])}</dd>
          </div>
        ))}
      </dl>
      {types.map(([type, ofType], index) => (
        <details key={type} className="type" open={index === 0}>
          <summary>
            {procedureNames[type]}{' '}
            <small>{countText(ofType.reduce((sum, { observed }) => sum + observed, 0))} observed</small>
          </summary>
          <div className="pair">
            {[...Map.groupBy(ofType, titleOf)].map(([title, ofMeasure]) => (
              <RatesTable key={title} title={title} groups={ofMeasure} />
            ))}
          </div>
        </details>
      ))}
      <Reading />
    </>
  );
}

function titleOf({ procedureType, measure }: Group): string {
  return `${procedureNames[procedureType]}: ${measureNames[measure]}`;
}

function RatesTable({ title, groups }: { readonly title: string; readonly groups: readonly Group[] }): ReactNode {
  return (
    <table className="card rates">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">After</th>
          <th scope="col">Follow-up</th>
          <th scope="col">Improved</th>
          <th scope="col">By more than 50%</th>
        </tr>
      </thead>
      <tbody>
        {groups.toSorted(byWindow).map((group) => (
          <tr key={group.window}>
            <th scope="row">{windowName(group.window)}</th>
            <td>
              <FollowUp {...group} />
            </td>
            <td>
              <Rate count={group.improved} rate={group.improvedRate} group={group} />
            </td>
            <td>
              <Rate count={group.over50} rate={group.over50Rate} group={group} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FollowUp({ observed, unasked, expected, followUpRate, open }: Group): ReactNode {
  if (followUpRate === null) {
    const why = unasked > 0 ? 'not asked for' : 'none due';
    return <span className="quiet">{open > 0 ? `${countText(open)} still open` : why}</span>;
  }
  return (
    <>
      <strong>{percentText(followUpRate)}</strong>
      <span>
        {countText(observed - unasked)} of {countText(expected)}
      </span>
      {followUpRate < enoughFollowUp && <span className="quiet">below {percentText(enoughFollowUp)}</span>}
    </>
  );
}

interface RateProps {
  readonly count: number;
  readonly rate: number | null;
  readonly group: Group;
}

function Rate({ count, rate, group: { observed, unasked, expected, rated } }: RateProps): ReactNode {
  const missing = expected - (observed - unasked);
  const bounds = boundsOf(count, { observed, rated, missing });
  if (rate === null || bounds === null)
    return <span className="quiet">{observed === 0 ? 'no answers' : 'no rate'}</span>;
  return (
    <>
      <strong>{percentText(rate)}</strong>
      <span>
        {countText(count)} of {countText(rated)}
      </span>
      <span className="bar" aria-hidden="true">
        <span style={{ inlineSize: `${rate * 100}%` }} />
      </span>
      {observed + missing > rated && (
        <span className="quiet">
          {percentText(bounds.worst)} to {percentText(bounds.best)} with the missing
        </span>
      )}
      {rated < fewAnswers && <span className="quiet">fewer than {fewAnswers} answers</span>}
    </>
  );
}

function Reading(): ReactNode {
  return (
    <details className="reading">
      <summary>How to read these figures</summary>
      <ul>
        <li>
          <strong>Follow-up</strong>: observed outcomes of those expected. Expected are windows that have closed, were
          not cut short by another intervention, and after which the clinic asks.
        </li>
        <li>
          <strong>Improved</strong>: better by at least the change that matters for the measure. Rates are of observed
          outcomes with a usual baseline; low baselines and those without a percentage are counted, but in no rate.
        </li>
        <li>
          <strong>With the missing</strong>: the rate if none and if all of those whose score is missing, or in no rate,
          had the result.
        </li>
        <li>
          <strong>No rate</strong>: there are answers, and no percentage that means anything, as of a T-score or of an
          impression of change.
        </li>
        <li>
          A follow-up below {percentText(enoughFollowUp)} or fewer than {fewAnswers} answers make a rate a hint, not a
          statement.
        </li>
      </ul>
    </details>
  );
}
