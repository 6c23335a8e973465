import { imagineBelievable } from './believable/imagine-believable.js';
import { imagineCourse } from './imagine-course.js';
import type { Course } from './story.js';

/**
 * What a feed is for. `varied`: every way of telling something, often, so that a few courses try all of them. `believable`:
 * courses as a clinic has them, so that statistics of them look like statistics; everything is synthetic all the same.
 */
export const feedProfiles = ['varied', 'believable'] as const;
export type FeedProfile = (typeof feedProfiles)[number];

/** The course of an index, whatever the size of the feed. */
export function courseOf(profile: FeedProfile, seed: number, index: number): Course {
  return profile === 'believable' ? imagineBelievable(seed, index).course : imagineCourse(seed, index);
}
