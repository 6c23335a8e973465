import { AxisBottom } from '@visx/axis';
import { scaleLinear } from '@visx/scale';
import type { ReactNode } from 'react';
import type { Changes } from './ask.js';
import { Picture } from './picture.js';

export type Distribution = NonNullable<Changes['change']>;

export interface BoxRow {
  readonly label: string;
  readonly note: string;
  readonly values: Distribution;
}

const rowHeight = 40;
const axisHeight = 48;
const narrow = 480;
const margin = { right: 16, left: 124 };

/** Distributions one under the other on one scale: the middle half as a bar, the median as a dot, its interval as a line. */
export function BoxPlot({
  rows,
  unit,
  says,
}: {
  readonly rows: readonly BoxRow[];
  readonly unit: string;
  readonly says: string;
}): ReactNode {
  const bottom = rows.length * rowHeight;
  const [lowest, highest] = rangeOf(rows);
  return (
    <>
      <Picture says={says} height={bottom + axisHeight}>
        {(width) => {
          const ticks = width < narrow ? 3 : 6;
          const x = scaleLinear({ domain: [lowest, highest], range: [margin.left, width - margin.right], nice: true });
          return (
            <>
              {x.ticks(ticks).map((tick) => (
                <line key={tick} className="grid" x1={x(tick)} x2={x(tick)} y1={0} y2={bottom} />
              ))}
              <line className="centre" x1={x(0)} x2={x(0)} y1={0} y2={bottom} />
              {rows.map((row, index) => (
                <Row key={row.label} {...row} x={x} y={index * rowHeight + rowHeight / 2} />
              ))}
              <AxisBottom
                scale={x}
                top={bottom}
                numTicks={ticks}
                label={unit}
                // Longer than the axis on a phone: it goes over to the left, where there is room.
                labelProps={{ className: 'axis-label', textAnchor: 'end', x: width - margin.right }}
              />
            </>
          );
        }}
      </Picture>
      <Key />
    </>
  );
}

/** Of all that is drawn, and with 0 in it: no change, no day. */
function rangeOf(rows: readonly BoxRow[]): readonly [number, number] {
  const drawn = rows.flatMap(({ values: { lowerQuartile, median, upperQuartile } }) => [
    lowerQuartile.value,
    upperQuartile.value,
    median.interval?.lower ?? median.value,
    median.interval?.upper ?? median.value,
  ]);
  const [lowest, highest] = [Math.min(0, ...drawn), Math.max(0, ...drawn)];
  return lowest === highest ? [0, 1] : [lowest, highest];
}

interface RowProps extends BoxRow {
  readonly x: (value: number) => number;
  readonly y: number;
}

function Row({ label, note, values: { lowerQuartile, median, upperQuartile }, x, y }: RowProps): ReactNode {
  const { value, interval } = median;
  return (
    <>
      <text className="row-label" x={0} y={y - 2}>
        {label}
      </text>
      <text className="row-note" x={0} y={y + 13}>
        {note}
      </text>
      <rect
        className="bounds"
        x={x(lowerQuartile.value)}
        width={Math.max(x(upperQuartile.value) - x(lowerQuartile.value), 1)}
        y={y - 9}
        height={18}
      />
      {interval !== null && <line className="interval" x1={x(interval.lower)} x2={x(interval.upper)} y1={y} y2={y} />}
      <circle className="dot" cx={x(value)} cy={y} r={5} />
    </>
  );
}

function Key(): ReactNode {
  return (
    <ul className="key">
      <li>
        <span className="mark dot-mark" aria-hidden="true" /> median: half lie below, half above
      </li>
      <li>
        <span className="mark line-mark" aria-hidden="true" /> its 95% interval: chance alone
      </li>
      <li>
        <span className="mark bar-mark" aria-hidden="true" /> the middle half of all
      </li>
    </ul>
  );
}
