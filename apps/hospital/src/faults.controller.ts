import { BadRequestException, Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { pathsOf } from '@ilium/contracts';
import { z } from 'zod';
import { faultKinds } from './fhir/faults/fault.js';
import { faultPlan } from './fhir/faults/fault-plan.js';
import { Faults, type RuleInUse } from './fhir/faults/faults.js';
import { singleFault } from './fhir/faults/single-fault.js';
import { ProfileSwitch } from './fhir/profiles/profile-switch.js';
import { profileNames, type ProfileName } from './fhir/profiles/profiles.js';

const chosenProfile = z.strictObject({ profile: z.enum(profileNames) });

/** Part of the simulator, for tests of the FHIR server's clients: no real server has it. */
@Controller('admin')
export class FaultsController {
  constructor(
    private readonly faults: Faults,
    private readonly profile: ProfileSwitch,
  ) {}

  @Get('faults')
  show(): Faults['current'] {
    return this.faults.current;
  }

  @Post('faults')
  @HttpCode(200)
  set(@Body() body: unknown): Faults['current'] {
    this.faults.set(read(singleFault, body, 'mode is none, down, slow, error or lost-answer.'));
    return this.faults.current;
  }

  @Get('faults/plan')
  showPlan(): { readonly rules: readonly RuleInUse[] } {
    return { rules: this.faults.rules };
  }

  @Put('faults/plan')
  follow(@Body() body: unknown): { readonly rules: readonly RuleInUse[] } {
    this.faults.follow(read(faultPlan, body, `A rule has a fault, whose kind is one of ${faultKinds.join(', ')}.`));
    return this.showPlan();
  }

  @Delete('faults/plan')
  @HttpCode(204)
  clear(): void {
    this.faults.follow({ rules: [] });
  }

  @Get('profile')
  showProfile(): { readonly profile: ProfileName } {
    return { profile: this.profile.name };
  }

  @Put('profile')
  switchProfile(@Body() body: unknown): { readonly profile: ProfileName } {
    this.profile.name = read(chosenProfile, body, `profile is one of ${profileNames.join(', ')}.`).profile;
    return this.showProfile();
  }
}

/** A body as the schema wants it; else 400 with the places that are wrong, and what there is to choose from. */
function read<Schema extends z.ZodType>(schema: Schema, body: unknown, remedy: string): z.output<Schema> {
  const result = schema.safeParse(body);
  if (!result.success) throw new BadRequestException(`${pathsOf(result.error)}. ${remedy}`);
  return result.data;
}
