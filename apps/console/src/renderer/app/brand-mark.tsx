import type { ReactElement } from 'react';

/** A serial's bars with the bridge through them. */
export function BrandMark({ size }: { size: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="5" fill="#0a5a70" />
      <path d="M7 8v16M10 8v16M14 8v16M16 8v16M20 8v16M23 8v16M25 8v16" stroke="#fff" strokeWidth="1.4" />
      <path d="M4 19h24" stroke="#63c5da" strokeWidth="2.4" />
    </svg>
  );
}
