export type { Found } from './found.ts';
export { type Attached, surveyAttached, type SurveyOptions } from './survey-attached.ts';
export { type AttachedWatch, watchAttached, type WatchOptions } from './watch-attached.ts';
