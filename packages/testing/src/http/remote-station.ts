import {
  type Envelope,
  type HelloResponse,
  type PairResponse,
  type Problem,
  PushResponse,
} from '@serialbridge/protocol';
import { TENANT_SCOPE } from '@serialbridge/core/model';
import { signBatch, TestStation } from '../store/test-station.ts';
import type { Answer, Person } from './http-bench.ts';

/** A station that speaks to central over HTTP. */
export class RemoteStation {
  readonly log: TestStation;
  readonly #person: Person;
  readonly credential: string;
  constructor(person: Person, { station_id, credential }: PairResponse) {
    this.log = new TestStation(station_id);
    this.#person = person;
    this.credential = credential;
  }

  send<T = Problem>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return this.#person.send<T>(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: { authorization: `Bearer ${this.credential}` },
    });
  }

  hello(): Promise<Answer<HelloResponse>> {
    return this.send('POST', '/api/sync/hello', {
      software: 'test/1',
      incarnation: this.log.incarnation,
      last_seq: this.log.log.length,
      cursor: null,
      sent_at: 1,
      backlog: 3,
      earlier_incarnations: [],
      scope: TENANT_SCOPE,
      witness: null,
    });
  }

  /** As central answers it, refused or not. */
  pushed<T = Problem>(events: readonly Envelope[]): Promise<Answer<T>> {
    return this.send<T>('POST', '/api/sync/push', {
      incarnation: this.log.incarnation,
      events,
      // Two more wait behind this batch.
      backlog: events.length + 2,
      is_oldest: false,
      signature: signBatch(events),
    });
  }

  async push(events: readonly Envelope[] = this.log.log): Promise<PushResponse> {
    return PushResponse.parse((await this.pushed<unknown>(events)).body);
  }
}
