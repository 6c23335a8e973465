import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';

interface PictureProps {
  /** What it shows, for who does not see it. The numbers stand in a table beside it. */
  readonly says: string;
  readonly height: number;
  readonly children: (width: number) => ReactNode;
}

/** A drawing as wide as its place, in pixels, so that text keeps its size. */
export function Picture({ says, height, children }: PictureProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (place.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} className="picture" style={{ blockSize: height }}>
      {width > 0 && (
        <svg role="img" aria-label={says} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          {children(width)}
        </svg>
      )}
    </div>
  );
}
