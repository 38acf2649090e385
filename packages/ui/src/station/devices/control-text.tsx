import { Fragment, type ReactElement } from 'react';
import classes from './control-text.module.css';
import { visibleText } from './visible-bytes.ts';

/** Of ASCII, in order of their codes. */
const NAMES =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );
const PICTURE = /([\u2400-\u241F\u2421])/u;

/**
 * Text with its control characters as small boxes with their names. Unicode has symbols for them (`␍`), but few fonts do, and on a screen
 * a metre away none of them can be distinguished.
 */
export function ControlText({ text }: { text: string }): ReactElement {
  return (
    <>
      {visibleText(text)
        .split(PICTURE)
        .map((part, index) => {
          // A part's place is its only name.
          const key = index;
          if (index % 2 === 0) return <Fragment key={key}>{part}</Fragment>;
          return (
            <span key={key} className={classes['control']} title={part}>
              {NAMES[(part.codePointAt(0) ?? 0) - 0x24_00] ?? 'DEL'}
            </span>
          );
        })}
    </>
  );
}
