import { useState, type ReactElement } from 'react';
import classes from './product-picture.module.css';

/** Two letters by which products differ when there is no picture. */
function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return (
    words.length > 1 ? `${words[0]?.[0] ?? ''}${words[1]?.[0] ?? ''}` : (words[0] ?? '').slice(0, 2)
  ).toUpperCase();
}

export interface ProductPictureProps {
  readonly name: string;
  /** Path or data URL; null, or one that does not load, shows a drawn box. */
  readonly picture: string | null;
  /** Edge in rem. */
  readonly size?: number;
}

export function ProductPicture({ name, picture, size = 3 }: ProductPictureProps): ReactElement {
  const [broken, setBroken] = useState<string | null>(null);
  const box = { width: `${size}rem`, height: `${size}rem` };
  if (picture !== null && picture !== broken) {
    return (
      <img
        className={classes['picture']}
        style={box}
        src={picture}
        alt=""
        draggable={false}
        onError={() => setBroken(picture)}
      />
    );
  }
  return (
    <svg className={classes['picture']} style={box} viewBox="0 0 96 96" role="presentation" data-placeholder>
      <g fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" opacity="0.55">
        <path d="M16 34 48 20l32 14v36L48 84 16 70z" />
        <path d="M16 34l32 14 32-14M48 48v36M32 27l32 14v10" />
      </g>
      <text x="30" y="69" textAnchor="middle" className={classes['initials']} transform="skewY(4)">
        {initials(name)}
      </text>
    </svg>
  );
}
