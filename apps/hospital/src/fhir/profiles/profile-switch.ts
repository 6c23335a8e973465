import type { Profile } from './profile.js';
import { profileOf, type ProfileName } from './profiles.js';

/** Which target the server stands for at the moment. */
export class ProfileSwitch {
  constructor(public name: ProfileName = 'repository') {}

  get current(): Profile {
    return profileOf(this.name);
  }
}
