import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleBand, scaleLinear } from '@visx/scale';
import type { ReactNode } from 'react';
import { percentText } from '../numbers.js';
import type { Trend } from './ask.js';
import { Picture } from './picture.js';

const height = 280;
/** On the right half of a label may hang over. */
const margin = { top: 12, right: 30, bottom: 34, left: 46 };
const labelWidth = 68;

interface TrendPlotProps {
  readonly centre: number;
  readonly months: Trend['months'];
  readonly says: string;
}

/** A p-chart: months out of the ordinary have another shape, not only another colour. */
export function TrendPlot({ centre, months, says }: TrendPlotProps): ReactNode {
  return (
    <Picture says={says} height={height}>
      {(width) => {
        const names = months.map(({ month }) => month);
        const x = scaleBand({ domain: names, range: [margin.left, width - margin.right] });
        const y = scaleLinear({ domain: [0, 1], range: [height - margin.bottom, margin.top] });
        const every = Math.max(1, Math.ceil((months.length * labelWidth) / (width - margin.left)));
        return (
          <>
            {y.ticks(4).map((tick) => (
              <line key={tick} className="grid" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
            ))}
            {months.map((month) => (
              <Limits key={month.month} {...month} from={x(month.month) ?? 0} width={x.bandwidth()} y={y} />
            ))}
            <line className="centre" x1={margin.left} x2={width - margin.right} y1={y(centre)} y2={y(centre)} />
            {months.map((month) => (
              <Month key={month.month} {...month} at={(x(month.month) ?? 0) + x.bandwidth() / 2} y={y} />
            ))}
            <AxisLeft scale={y} left={margin.left} numTicks={4} tickFormat={(tick) => percentText(Number(tick))} />
            <AxisBottom
              scale={x}
              top={height - margin.bottom}
              tickValues={names.filter((_, index) => index % every === 0)}
            />
          </>
        );
      }}
    </Picture>
  );
}

type MonthProps = Trend['months'][number] & { readonly y: (share: number) => number };

function Limits({ limits, tooSmall, from, width, y }: MonthProps & { readonly from: number; readonly width: number }) {
  if (tooSmall) return null;
  const [top, bottom] = [y(limits.upper ?? 1), y(limits.lower ?? 0)];
  return (
    <>
      <rect className="band" x={from} width={width} y={top} height={bottom - top} />
      {limits.upper !== null && <line className="limit" x1={from} x2={from + width} y1={top} y2={top} />}
      {limits.lower !== null && <line className="limit" x1={from} x2={from + width} y1={bottom} y2={bottom} />}
    </>
  );
}

function Month({ rate: { rate }, tooSmall, outside, run, at, y }: MonthProps & { readonly at: number }): ReactNode {
  if (rate === null) return null;
  if (outside !== null || run !== null)
    return (
      <rect
        className="signal"
        x={at - 5}
        y={y(rate) - 5}
        width={10}
        height={10}
        transform={`rotate(45 ${at} ${y(rate)})`}
      />
    );
  return <circle className={tooSmall ? 'dot hollow' : 'dot'} cx={at} cy={y(rate)} r={4} />;
}
