import { systemUri, type Ids } from '@ilium/clinical';
import { overruledBy, resolutionFaults, type Resolution, type Site } from '@ilium/site';
import { BadRequestException, ConflictException, NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { ResolutionRequest, Resolved } from './api/resolutions.schema.js';
import { countBeforeResolutions } from './patient-walk.js';
import { lockRules, registerCombination } from './rules-version.js';
import {
  insertResolution,
  loadLiveResolutionOf,
  loadResolution,
  loadResolutions,
  takeBackResolution,
  type StoredResolution,
} from './store/code-resolutions.js';
import { countHolders } from './store/unmapped-codes.js';

interface Options {
  readonly dataSource: DataSource;
  readonly site: Pick<Site, 'name' | 'rules'>;
  readonly ids: Ids;
  /** Called when other rules may hold. */
  readonly onSpoken: () => Promise<void>;
}

/** What people say of codes that no table knows: each time they do, the rules are others. */
export class ResolveCodesService {
  constructor(private readonly options: Options) {}

  async list(): Promise<readonly Resolved['resolution'][]> {
    return (await loadResolutions(this.options.dataSource)).map((one) => this.#shown(one));
  }

  /** `isNew` is false where the same was said before and still holds. */
  async resolve(request: ResolutionRequest): Promise<Resolved & { readonly isNew: boolean }> {
    const system = systemUri(request.system);
    const asked = { ...request, ...(system === undefined ? {} : { system }) };
    this.#refuseFaults(asked);
    return this.#speak(async (manager) => {
      const before = await loadLiveResolutionOf(manager, asked);
      if (before !== undefined && before.as !== asked.as) {
        throw new ConflictException(
          `The code stands for something else (resolution ${before.id}): take that back first.`,
        );
      }
      if (before === undefined) await insertResolution(manager, { ...asked, note: asked.note ?? null });
      return { about: before ?? (await loadLiveResolutionOf(manager, asked)), isNew: before === undefined };
    });
  }

  /** What was taken back before stays as it was. */
  takeBack(id: string, by: string): Promise<Resolved> {
    return this.#speak(async (manager) => {
      await takeBackResolution(manager, id, by);
      return { about: await loadResolution(manager, id) };
    });
  }

  #refuseFaults(asked: Resolution & Pick<ResolutionRequest, 'site'>): void {
    const { site } = this.options;
    if (asked.site !== undefined && asked.site !== site.name) {
      throw new ConflictException(
        'site: The mapper runs with the file of another site. A resolution is for all that it reads.',
      );
    }
    const [fault] = resolutionFaults(asked, site.rules);
    if (fault !== undefined) throw new BadRequestException(`as: ${fault}`);
    const key = overruledBy(asked, site.rules);
    if (key !== undefined) {
      throw new ConflictException(`The site file speaks of this code (${key}), and the file wins: change it there.`);
    }
  }

  async #speak<Said extends { readonly about: StoredResolution | undefined }>(
    say: (manager: EntityManager) => Promise<Said>,
  ): Promise<Resolved & Omit<Said, 'about'>> {
    const { dataSource, site, ids, onSpoken } = this.options;
    const spoken = await dataSource.transaction(async (manager) => {
      await lockRules(manager);
      const { about, ...said } = await say(manager);
      if (about === undefined) throw new NotFoundException('There is no such resolution.');
      const { rulesOrdinal, isOfNewestFile } = await registerCombination(manager, site.rules, ids);
      if (!isOfNewestFile) {
        throw new ServiceUnavailableException('A newer site file is in use: ask an instance that runs with it.');
      }
      return {
        ...said,
        resolution: this.#shown(about),
        rulesOrdinal,
        holders: about.takenBack === null ? await countHolders(manager, about) : 0,
        patients: await countBeforeResolutions(manager, rulesOrdinal),
      };
    });
    await onSpoken();
    return spoken;
  }

  #shown(stored: StoredResolution): Resolved['resolution'] {
    return { ...stored, overruledBy: overruledBy(stored, this.options.site.rules) ?? null };
  }
}
