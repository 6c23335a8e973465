import { mount } from '../mount.js';
import { EpisodesPage } from '../statistics/episodes-page.js';

mount(<EpisodesPage />);
