import type { Ids } from '../../ids.js';
import { workItem, type WorkItem } from '../work.js';
import type { Session } from './sessions.js';

/** What a person should look at so that no completed session falls out of every outcome in silence. */
export function sessionWork(sessions: readonly Session[], ids: Ids): readonly WorkItem[] {
  return sessions
    .filter(({ isCompleted, start }) => isCompleted && start === undefined)
    .map(({ done }) => {
      const reports = done.flatMap((joint) => joint.reports.map(({ source }) => source.key));
      return workItem('no-day', [...new Set(reports)], 'performed', ids);
    });
}
