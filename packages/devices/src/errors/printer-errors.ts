/** What can go wrong with labels and printers; part of DEVICE_ERRORS. */
export const PRINTER_ERRORS = {
  'printer.silent':
    'The printer does not answer. Switch it on and look for an open head, or paper or ribbon that has run out. If it never answers, choose a profile without status.',
  'printer.paper-out': 'The printer has no labels left. Put a new roll in; the label is printed then.',
  'printer.head-open': 'The print head is open. Close it; the label is printed then.',
  'printer.paused': 'The printer is paused. Press its Pause key; the label is printed then.',
  'printer.ribbon-out': 'The printer has no ribbon left. Put a new one in; the label is printed then.',
  'printer.buffer-full': 'The printer is full of labels that it has not printed. Look why it stands still.',
  'printer.over-temperature': 'The print head is too hot. Wait until it has cooled down.',
  'printer.under-temperature': 'The print head is too cold. Wait until it has warmed up.',
  'printer.ram-corrupt': 'The printer has lost its settings. Switch it off and on, and calibrate it.',
  'printer.diagnostic-mode':
    'The printer is in diagnostic mode, in which it prints codes in place of labels. Switch it off and on.',
  'printer.label-waiting': 'A label waits to be taken off the printer.',
  'printer.interrupted':
    'The printer was lost while the label was being sent. Look whether the label came out; print it again only if it did not.',
  'printer.unconfirmed':
    'The label was sent, but the printer was lost before it said that it was printed. Look whether it came out; print it again only if it did not.',
  'printer.not-cancellable': 'The label is already on its way to the printer, or finished.',
  'printer.not-retryable': 'Only a label that failed, was cancelled or was not confirmed can be printed again.',
  'printer.unknown-job': 'There is no such label in the queue of this printer.',
  'printer.job-known': 'This label is in the queue already.',
  'printer.queue-disabled':
    'The print queue {queue} is stopped: {reason}. Start it again in the printer settings of this computer.',
  'printer.queue-refuses': 'The print queue {queue} does not take the label: {reason}.',
  'label.not-encodable': '{element}: {character} cannot be printed there.',
  'label.empty': '{element}: there is nothing to print.',
  'label.does-not-fit': '{element}: {text} does not fit on the label.',
  'label.field-missing': 'The label needs {field}, and it is not known.',
  'label.gs1': '{element}: {message}',
  'label.copies': 'Between 1 and {most} copies can be printed at once.',
} as const;
