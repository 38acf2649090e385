import type { Feedback } from '@serialbridge/protocol/station';
import type { ReactElement } from 'react';

/** Outlines that differ without colour: disc, double ring, triangle, octagon, square. */
const SHAPES: Readonly<Record<Feedback['level'], ReactElement>> = {
  accepted: (
    <>
      <circle cx="48" cy="48" r="42" fill="currentColor" />
      <path d="M27 50l14 14 29-31" className="cut" />
    </>
  ),
  complete: (
    <>
      <circle cx="48" cy="48" r="43" fill="none" stroke="currentColor" strokeWidth="5" />
      <circle cx="48" cy="48" r="34" fill="currentColor" />
      <path d="M24 50l10 10 20-22M42 58l3 3 24-27" className="cut" style={{ strokeWidth: 7 }} />
    </>
  ),
  warning: (
    <>
      <path d="M48 8l44 78H4z" fill="currentColor" stroke="currentColor" strokeWidth="6" strokeLinejoin="round" />
      <path d="M48 36v24M48 72v1" className="cut" />
    </>
  ),
  refused: (
    <>
      <path d="M30 5h36l25 25v36L66 91H30L5 66V30z" fill="currentColor" />
      <path d="M32 32l32 32M64 32L32 64" className="cut" />
    </>
  ),
  info: (
    <>
      <rect x="8" y="8" width="80" height="80" rx="12" fill="currentColor" />
      <path d="M48 44v26M48 26v1" className="cut" />
    </>
  ),
};

export function VerdictMark({
  level,
  className,
}: {
  level: Feedback['level'];
  className?: string | undefined;
}): ReactElement {
  return (
    <svg viewBox="0 0 96 96" className={className} aria-hidden="true">
      {SHAPES[level]}
    </svg>
  );
}
