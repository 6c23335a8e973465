import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleLinear } from '@visx/scale';
import type { ReactNode } from 'react';
import { percentText } from '../numbers.js';
import type { ReliefCurve } from './ask.js';
import { Picture } from './picture.js';
import { lastDayOf, shapeOf } from './relief-shape.js';

const height = 260;
const margin = { top: 10, right: 14, bottom: 48, left: 46 };

export function ReliefPlot({ curve, says }: { readonly curve: ReliefCurve; readonly says: string }): ReactNode {
  const lastDay = lastDayOf(curve);
  const shape = shapeOf(curve, lastDay);
  return (
    <Picture says={says} height={height}>
      {(width) => {
        const x = scaleLinear({ domain: [0, lastDay], range: [margin.left, width - margin.right] });
        const y = scaleLinear({ domain: [0, 1], range: [height - margin.bottom, margin.top] });
        return (
          <>
            {y.ticks(4).map((tick) => (
              <line key={tick} className="grid" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
            ))}
            <Shape {...shape} x={x} y={y} />
            <path className="mid-points" d={stepsOf(curve.atMidPoints, x, y, lastDay)} />
            <AxisLeft scale={y} left={margin.left} numTicks={4} tickFormat={(tick) => percentText(Number(tick))} />
            <AxisBottom
              scale={x}
              top={height - margin.bottom}
              numTicks={width < 420 ? 4 : 7}
              label="Days after the treatment"
              labelProps={{ className: 'axis-label', textAnchor: 'middle' }}
            />
          </>
        );
      }}
    </Picture>
  );
}

type Scale = (value: number) => number;

type ShapeProps = ReturnType<typeof shapeOf> & { readonly x: Scale; readonly y: Scale };

/** Boxes where nobody knows the day, levels between them, and the interval on the day behind each box. */
function Shape({ levels, boxes, x, y }: ShapeProps): ReactNode {
  return (
    <>
      {boxes.map(({ from, to, top, bottom, isOpen }) => (
        <rect
          key={`${from}-${to}`}
          className={isOpen ? 'drop open' : 'drop'}
          x={x(from)}
          width={Math.max(x(to) - x(from), 2)}
          y={y(top)}
          height={y(bottom) - y(top)}
        />
      ))}
      {levels.map(({ from, to, survival }) => (
        <line key={from} className="level" x1={x(from)} x2={x(to)} y1={y(survival)} y2={y(survival)} />
      ))}
      {boxes.map(
        ({ from, to, interval }) =>
          interval !== null && (
            <line
              key={`${from}-${to}`}
              className="whisker"
              x1={x(to)}
              x2={x(to)}
              y1={y(interval.lower)}
              y2={y(interval.upper)}
            />
          ),
      )}
    </>
  );
}

function stepsOf(steps: ReliefCurve['atMidPoints'], x: Scale, y: Scale, lastDay: number): string {
  const down = steps.map(({ day, survival }) => `H${x(day)}V${y(survival)}`);
  return `M${x(0)},${y(1)}${down.join('')}H${x(lastDay)}`;
}
