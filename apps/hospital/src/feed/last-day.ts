import type { Day } from './calendar.js';

/** The feed's last day: nothing in it is told later. Fixed, so that a seed gives the same feed on every day. */
export const lastDay: Day = '2026-10-30';
