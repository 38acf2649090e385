export { LabelError } from './label-error.ts';
export { labelSvg } from './label-svg.ts';
export {
  boxLabel,
  type BoxLabelFields,
  type LabelSize,
  testLabel,
  type TestLabelFields,
  unitLabel,
  type UnitLabelFields,
} from './label-templates.ts';
export { labelZpl } from './label-zpl.ts';
export { layOut } from './lay-out.ts';
export { type PrinterDevice, printerDevice } from './printer-device.ts';
