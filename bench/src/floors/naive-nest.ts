import { randomUUID } from 'node:crypto';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientKafka,
  ClientsModule,
  EventPattern,
  Payload,
  Transport,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { lastValueFrom } from 'rxjs';
import { Column, DataSource, Entity, PrimaryColumn, Repository } from 'typeorm';
import { Meter, readTask } from './floor.js';

/**
 * What one writes first with Nest's own Kafka transport and TypeORM's repositories: a message at a time, two rows saved,
 * one message emitted, all settings as they come. No transaction, no outbox, no derivation.
 */
const { brokers, databaseUrl, from, to, messages } = readTask();
const meter = new Meter(messages);
const { promise: finished, resolve: finish } = Promise.withResolvers<void>();

@Entity('received')
class ReceivedMessage {
  @PrimaryColumn('text')
  declare id: string;

  @Column('text')
  declare type: string;
}

@Entity('states')
class PatientState {
  @PrimaryColumn('text')
  declare patient: string;

  @Column('text')
  declare state: string;
}

interface NaiveData {
  readonly patient?: { readonly value: string };
  readonly survivor?: { readonly value: string };
}

/** A CloudEvent in structured mode, or the data of one in binary mode. */
interface NaiveEvent extends NaiveData {
  readonly id?: string;
  readonly type?: string;
  readonly data?: NaiveData;
}

@Controller()
class NaiveConsumer {
  constructor(
    @InjectRepository(ReceivedMessage) private readonly received: Repository<ReceivedMessage>,
    @InjectRepository(PatientState) private readonly states: Repository<PatientState>,
    @Inject('OUT') private readonly out: ClientKafka,
  ) {}

  @EventPattern<string>(from)
  async consume(@Payload() event: NaiveEvent): Promise<void> {
    meter.begin();
    // In binary mode the value is the data alone; a link names a survivor. An error would measure kafkajs's retries.
    const data = event.data ?? event;
    const patient = (data.patient ?? data.survivor)?.value ?? 'nobody';
    const state = JSON.stringify(data);
    await this.received.save({ id: event.id ?? randomUUID(), type: event.type ?? 'binary' });
    await this.states.save({ patient, state });
    await lastValueFrom(this.out.emit(to, { key: patient, value: state }));
    if (meter.add(1)) finish();
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({ type: 'postgres', url: databaseUrl, entities: [ReceivedMessage, PatientState] }),
    TypeOrmModule.forFeature([ReceivedMessage, PatientState]),
    ClientsModule.register([{ name: 'OUT', transport: Transport.KAFKA, options: { client: { brokers } } }]),
  ],
  controllers: [NaiveConsumer],
})
class NaiveModule {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(NaiveModule, {
  logger: ['error', 'fatal'],
  transport: Transport.KAFKA,
  options: { client: { brokers }, consumer: { groupId: `${to}.naive` }, subscribe: { fromBeginning: true } },
});
await app.get(DataSource).query('CREATE TABLE received (id text PRIMARY KEY, type text NOT NULL)');
await app.get(DataSource).query('CREATE TABLE states (patient text PRIMARY KEY, state text NOT NULL)');
await app.listen();
await finished;
meter.report();
await app.close();
