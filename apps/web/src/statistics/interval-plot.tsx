import { AxisBottom } from '@visx/axis';
import { scaleLinear } from '@visx/scale';
import type { ReactNode } from 'react';
import { percentText } from '../numbers.js';
import type { Proportion } from './ask.js';
import { Picture } from './picture.js';

export interface IntervalRow {
  readonly label: string;
  readonly rate: Proportion;
}

const rowHeight = 40;
const axisHeight = 34;
/** Below it, more than three percentages would touch. */
const narrow = 480;
const margin = { right: 16, left: 124 };

/** Rates one under the other on one scale: the rate as a dot, its interval as a line, the bounds for the missing as a bar. */
export function IntervalPlot({
  rows,
  says,
}: {
  readonly rows: readonly IntervalRow[];
  readonly says: string;
}): ReactNode {
  const bottom = rows.length * rowHeight;
  return (
    <>
      <Picture says={says} height={bottom + axisHeight}>
        {(width) => {
          const ticks = width < narrow ? 2 : 4;
          const x = scaleLinear({ domain: [0, 1], range: [margin.left, width - margin.right] });
          return (
            <>
              {x.ticks(ticks).map((tick) => (
                <line key={tick} className="grid" x1={x(tick)} x2={x(tick)} y1={0} y2={bottom} />
              ))}
              {rows.map((row, index) => (
                <Row key={row.label} {...row} x={x} y={index * rowHeight + rowHeight / 2} />
              ))}
              <AxisBottom scale={x} top={bottom} numTicks={ticks} tickFormat={(tick) => percentText(Number(tick))} />
            </>
          );
        }}
      </Picture>
      <Key />
    </>
  );
}

interface RowProps extends IntervalRow {
  readonly x: (share: number) => number;
  readonly y: number;
}

function Row({ label, rate: { count, of, rate, interval, bounds }, x, y }: RowProps): ReactNode {
  return (
    <>
      <text className="row-label" x={0} y={y - 2}>
        {label}
      </text>
      <text className="row-note" x={0} y={y + 13}>
        {rate === null ? 'no answers' : `${percentText(rate)}, ${count} of ${of}`}
      </text>
      {bounds !== null && rate !== null && (
        <rect className="bounds" x={x(bounds.worst)} width={x(bounds.best) - x(bounds.worst)} y={y - 9} height={18} />
      )}
      {interval !== null && <line className="interval" x1={x(interval.lower)} x2={x(interval.upper)} y1={y} y2={y} />}
      {rate !== null && <circle className="dot" cx={x(rate)} cy={y} r={5} />}
    </>
  );
}

function Key(): ReactNode {
  return (
    <ul className="key">
      <li>
        <span className="mark dot-mark" aria-hidden="true" /> share of those who answered
      </li>
      <li>
        <span className="mark line-mark" aria-hidden="true" /> 95% interval: chance alone
      </li>
      <li>
        <span className="mark bar-mark" aria-hidden="true" /> what the missing could make of it
      </li>
    </ul>
  );
}
