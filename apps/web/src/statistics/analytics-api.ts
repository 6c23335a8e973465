/** Written by `npm run generate` from the OpenAPI document of analytics: changes here are lost. */
export interface paths {
  '/v1/exports/facts.csv': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All facts of a selection, as a csv file
     * @description One row for each fact that is not retracted, all of one moment, in no order. RFC 4180, with a header; what is not known is empty. The header `ilium-rows-about` tells about how many rows will come. A connection that breaks means that the file is not complete. `from` and `to` may be months with every parameter.
     */
    get: operations['exportFactsCsv'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/exports/facts.ndjson': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All facts of a selection, as a ndjson file
     * @description One row for each fact that is not retracted, all of one moment, in no order. Each line is such an object. The header `ilium-rows-about` tells about how many rows will come. A connection that breaks means that the file is not complete. `from` and `to` may be months with every parameter.
     */
    get: operations['exportFactsNdjson'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/exports/facts.parquet': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All facts of a selection, as a parquet file
     * @description One row for each fact that is not retracted, all of one moment, in no order. Apache Parquet, compressed by Snappy. The header `ilium-rows-about` tells about how many rows will come. A connection that breaks means that the file is not complete. `from` and `to` may be months with every parameter.
     */
    get: operations['exportFactsParquet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/ledger': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What became of every message
     * @description Per topic: received = done + skipped + parked.
     */
    get: operations['getLedger'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/outcomes/summary': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How many outcomes there are, and how the observed ones turned out
     * @description Counts and rates by type of procedure, measure and follow-up window. A rate is over the observed outcomes with a usual baseline (`rated`); those with a low baseline, and those without a percentage, are counted apart. A retraction says nothing but its key, so `retracted` is of all outcomes whatever the filter.
     */
    get: operations['getOutcomesSummary'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/state': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Sums over keys and revisions
     * @description Equal to the `outcomes` of the mapper when everything has arrived. Retracted keys count as well.
     */
    get: operations['getState'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statements': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The clinic's sentences, as they could be said now
     * @description Rule, measure, window and denominator of each are fixed. A sentence that can not be said (too few answers, too little follow-up) says why, and tells no figures.
     */
    get: operations['getStatements'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statements/movements': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * From a correction to the published figures that it moved
     * @description Of one fact, or of all of them.
     */
    get: operations['getMovements'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statements/published': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The sentences that were published, as they were
     * @description Without a token. Of each is said whether a correction has changed its figures since, and whether it would have grown.
     */
    get: operations['getPublishedStatements'];
    put?: never;
    /**
     * Publishes a sentence as it is now, under the name of who answers for it
     * @description Refused (409) where it can not be said, or where it would tell of a few, alone or together with another one that is published.
     */
    post: operations['publishStatement'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statements/published/{id}/measure-report': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A published statement as a FHIR R4 MeasureReport
     * @description Without a token. initial-population: the expected; denominator: who answered; numerator: who said so. The 95 % interval and the bounds for the missing are extensions of the score. The figures are those that were published.
     */
    get: operations['getMeasureReport'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statements/published/{id}/movements': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The corrections that moved a published statement, and by how much
     * @description What was counted otherwise than when it was published: an answer that was changed or taken back, a session that was of another month. Answers that came later are no corrections: `grown` says what they make of it.
     */
    get: operations['getMovementsOfStatement'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statistics/changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Median and quartiles of the change, by window
     * @description With intervals that assume no distribution, and how often each change was seen. Of one measure, and of one type of procedure or one window.
     */
    get: operations['getChanges'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statistics/dimensions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What there are outcomes of, and of which years
     * @description Types of procedure, measures with location and recall, and their windows in the order of time.
     */
    get: operations['getDimensions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statistics/episodes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The episodes behind a number, under their pseudonyms
     * @description Of any number of another answer: the same parameters, and which one it is (`counted`). A month of a trend is asked for by `from` and `to`. Strata and months go together here. Rows of single sessions are pseudonymous, not anonymous: whoever may read them is under the same agreement as the topic.
     */
    get: operations['getEpisodes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statistics/funnel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * From the session to the answer: who is lost on the way, and why
     * @description Sessions, completed, therapeutic; of each window the expected, the observed, and why the others are missing; complications and the results of diagnostic blocks beside them.
     */
    get: operations['getFunnel'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statistics/rates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How many improved, by window, with intervals and bounds
     * @description By type of procedure, measure with its location and recall, and follow-up window: rates with 95 % intervals (Wilson) and with bounds for the missing, mean changes, and who is expected, observed and missing. Scores from a low baseline, and those without a percentage, are counted apart.
     */
    get: operations['getRates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statistics/relief': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How long relief lasts
     * @description Relief is at least half of the baseline; it ends at the first score below, or at any further intervention. Between two visits nobody knows when: so the most likely curve (Turnbull), and beside it Kaplan and Meier with each end in the middle. Of all, those without relief at 0 days, and of responders.
     */
    get: operations['getRelief'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statistics/times-to-event': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How long until the steroid acts, and until the pain is back
     * @description Of patients with a diary: to the part of a day, with median and quartiles. Of whom no day is known is told why; who had no return of pain in the diary is among those, so that the days are of returns that were seen.
     */
    get: operations['getTimesToEvent'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statistics/trend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A rate by month of the session, with control limits
     * @description A p-chart: months beyond three standard errors, and runs of eight on one side, are marked.
     */
    get: operations['getTrend'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    changes: {
      groups: {
        /** @description In the measure's own unit, positive where better. */
        change: {
          lowerQuartile: {
            interval: {
              lower: number;
              upper: number;
            } | null;
            value: number;
          };
          /** @description With a 95 % interval that assumes no distribution. */
          median: {
            interval: {
              lower: number;
              upper: number;
            } | null;
            value: number;
          };
          n: number;
          upperQuartile: {
            interval: {
              lower: number;
              upper: number;
            } | null;
            value: number;
          };
          /** @description How often each value was seen. */
          values: {
            count: number;
            value: number;
          }[];
        } | null;
        /** @enum {string} */
        family: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @enum {string} */
        measure:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        painLocation: ('back' | 'buttock' | 'leg' | 'overall') | null;
        /** @description In percent of the baseline, of those that are in the rates. */
        percentChange: {
          lowerQuartile: {
            interval: {
              lower: number;
              upper: number;
            } | null;
            value: number;
          };
          /** @description With a 95 % interval that assumes no distribution. */
          median: {
            interval: {
              lower: number;
              upper: number;
            } | null;
            value: number;
          };
          n: number;
          upperQuartile: {
            interval: {
              lower: number;
              upper: number;
            } | null;
            value: number;
          };
          /** @description How often each value was seen. */
          values: {
            count: number;
            value: number;
          }[];
        } | null;
        /** @enum {string} */
        procedureType:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        recall: ('now' | '24h' | '7d') | null;
        window: string;
      }[];
    };
    dimensions: {
      /** @description The first year with an outcome. Null where there is none. */
      from: string | null;
      /** @description Whether sessions are told by their month; else by their year alone. */
      hasMonths: boolean;
      /** @description What there is an outcome of. */
      scales: {
        /** @enum {string} */
        family: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @enum {string} */
        measure:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        painLocation: ('back' | 'buttock' | 'leg' | 'overall') | null;
        /** @description What sentences about the type are about, by the site file. */
        primaryWindow: string;
        /** @enum {string} */
        procedureType:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        recall: ('now' | '24h' | '7d') | null;
        /** @description In the order of time. */
        windows: string[];
      }[];
      /** @description The sites that sessions are told of; none where none is told. */
      sites: string[];
      to: string | null;
    };
    episodes: {
      /** @description Where the next page begins. Null: this is the last one. */
      after: string | null;
      /** @description By pseudonym, which is random. An episode at the end of a page may go on in the next one. */
      episodes: {
        /**
         * Format: uuid
         * @description Pseudonym of the session: the unit of outcome. Only the mapper can lead back.
         */
        episode: string;
        /** @description Its outcomes that are counted in the number. */
        outcomes: {
          baseline: number | null;
          /** @description In the measure's own unit, positive where better. */
          betterBy: number | null;
          /**
           * Format: uuid
           * @description Pseudonym of the outcome; the same through all corrections.
           */
          key: string;
          /** @enum {string} */
          kind: 'score' | 'block' | 'return-of-pain' | 'steroid-onset' | 'relief-duration' | 'complication' | 'session';
          measure:
            | (
                | 'nrs'
                | 'vas'
                | 'bpi-interference'
                | 'peg'
                | 'odi'
                | 'promis-physical-health'
                | 'promis-mental-health'
                | 'promis-pain-interference'
                | 'promis-physical-function'
                | 'eq-5d-index'
                | 'eq-vas'
                | 'pgic'
                | 'stated-relief'
                | 'stated-duration'
                | 'start-back'
              )
            | null;
          missingReason: ('not-asked' | 'declined' | 'unknown') | null;
          painLocation: ('back' | 'buttock' | 'leg' | 'overall') | null;
          /** @description Of the baseline, positive where better. */
          percentBetter: number | null;
          recall: ('now' | '24h' | '7d') | null;
          /** @description What was found, of outcomes that are no score. */
          result: {
            [key: string]: string | number | boolean | null;
          } | null;
          /** @description The highest is the newest. It tells no time of a patient. */
          revision: number;
          /** @description The rules by which the outcome was derived. */
          rulesVersion: string | null;
          /** @enum {string} */
          status: 'open' | 'observed' | 'missing' | 'superseded';
          value: number | null;
          window: string | null;
        }[];
        /** @description When the session was: its month (`2026-03`), or its year. */
        period: string;
        /** @enum {string} */
        procedureType:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
      }[];
    };
    exportedFact: {
      /** @description At the session. */
      age_band: string | null;
      /** @description What was given into the target: anaesthetic, steroid, both, none, unknown. */
      agents: string | null;
      /** @description Of an epidural. */
      approach: string | null;
      /** @description By at least 50 %. */
      at_least_50: boolean | null;
      /** @description By at least 75 %. */
      at_least_75: boolean | null;
      /** @description The score before the needle. */
      baseline: number | null;
      /** @description zero, low, usual or none: zero and low are in no rate. */
      baseline_band: string | null;
      /** @description In the measure's unit, positive where better. */
      better_by: number | null;
      /** @description Of a diagnostic block: positive, negative, indeterminate. */
      block_answer: string | null;
      /** @description Its relief. */
      block_percent_relief: number | null;
      /** @description single, or confirmed by a second one. */
      block_repetition: string | null;
      /** @description From where on. */
      block_threshold_percent: number | null;
      /** @description Of a complication within 30 days: its category. */
      complication: string | null;
      /** @description Days from the session. */
      complication_days_after: number | null;
      /** @description Where the contrast went. */
      contrast: string | null;
      /** @description Of return-of-pain and steroid-onset. */
      days_to_event: number | null;
      /** @description Why figures are left out, or an answer is indeterminate. */
      doubt: string | null;
      /** @description Of the measure: condition, pain, function, quality-of-life. */
      family: string | null;
      /** @description The imaging that guided the needle. */
      guidance: string | null;
      /** @description By the change that matters of the measure. */
      improved: boolean | null;
      /** @description By the points that matter, where there are some. */
      improved_by_points: boolean | null;
      /** @description What the session was meant for. */
      intent: string | null;
      /** @description Of a session: not stopped. */
      is_completed: boolean | null;
      /** @description Of a session: anaesthetic in the target. */
      is_diagnostic: boolean | null;
      /** @description Whether the site asks for this score after each such session. */
      is_expected: boolean | null;
      /** @description The patient's first of its type in the year. */
      is_index: boolean | null;
      /** @description Of a session: steroid in the target. */
      is_therapeutic: boolean | null;
      /** @description Pseudonym of the fact; the same through all corrections. */
      key: string;
      /** @description score, block, return-of-pain, relief-duration, complication, session … */
      kind: string;
      /** @description Spinal levels treated. */
      levels: number | null;
      /** @description The measure of a score. */
      measure: string | null;
      /** @description Why there is no answer, where a source said it. */
      missing_reason: string | null;
      /** @description computed from two scores, or stated: the patient's own words. Never mixed. */
      origin: string | null;
      /** @description By more than 50 %. */
      over_50: boolean | null;
      /** @description Where the pain is that was scored. */
      pain_location: string | null;
      /** @description Percent of the baseline, positive where better. */
      percent_better: number | null;
      /** @description When the session was: its month (`2026-03`), or its year. */
      period: string;
      /** @description What was tried before; several by spaces, empty for none. */
      prior_treatments: string | null;
      /** @description What was done. */
      procedure_type: string;
      /** @description Why it was done; several by spaces, empty where none is known. */
      reasons: string | null;
      /** @description The time that the score is about: now, 24h, 7d. */
      recall: string | null;
      /** @description Region of the spine. */
      region: string | null;
      /** @description How relief ended, or that it had not ended. */
      relief_end: string | null;
      /** @description The first on which it was gone. */
      relief_first_day_without: number | null;
      /** @description The last day on which it was seen. */
      relief_last_day_with: number | null;
      /** @description The highest is the newest. It tells no time of a patient. */
      revision: number;
      /** @description The rules by which the outcome was derived. */
      rules_version: string | null;
      /** @description Pseudonym of the session: the unit of outcome. */
      session: string | null;
      /** @description Of the patient. */
      sex: string | null;
      /** @description Where the outcome is of one joint of the session: left or right. */
      side: string | null;
      /** @description The sides of the session. */
      sides: string | null;
      /** @description Of the hospital, by a name that its site file has. */
      site: string | null;
      /** @description open, observed, missing or superseded. Retracted facts are left out. */
      status: string;
      /** @description The steroid that was given into the target. */
      steroid: string | null;
      /** @description The score in the window. */
      value: number | null;
      /** @description Follow-up window of a score: W2, M3, Y1 … */
      window: string | null;
    };
    /** @description A column for each member of `exportedFact`, in their order. */
    exportedTable: string;
    funnel: {
      blocks: {
        answers: {
          /** @enum {string} */
          answer: 'positive' | 'negative' | 'indeterminate';
          confirmed: number;
          single: number;
        }[];
        /** @description Why blocks are indeterminate: never negative. */
        doubts: {
          count: number;
          why: string;
        }[];
        /** @description Of the blocks that could be judged. */
        positive: {
          /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
          bounds: {
            best: number;
            worst: number;
          } | null;
          /** @description How many answered so. */
          count: number;
          /** @description 95 % interval of the rate (Wilson). */
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description How many answered at all. */
          of: number;
          /** @description Null where nobody answered. */
          rate: number | null;
        };
      };
      completed: number;
      /** @description A session may have several. */
      complications: {
        /** @enum {string} */
        category:
          | 'vasovagal'
          | 'infection'
          | 'dural-puncture'
          | 'new-deficit'
          | 'allergy'
          | 'flare'
          | 'hyperglycaemia'
          | 'other';
        count: number;
        perSession: number | null;
      }[];
      /** @description With an anaesthetic in the target. A session may be both. */
      diagnostic: number;
      /** @description Sessions that were begun. */
      sessions: number;
      /** @description Completed with a steroid in the target, or an operation: what follow-up is of. */
      therapeutic: number;
      windows: {
        expected: number;
        measure: string;
        missing: {
          count: number;
          why: string;
        }[];
        observed: number;
        open: number;
        painLocation: ('back' | 'buttock' | 'leg' | 'overall') | null;
        procedureType: string;
        recall: ('now' | '24h' | '7d') | null;
        superseded: number;
        window: string;
      }[];
    };
    ledger: {
      losses: string[];
      outboxPending: number;
      service: string;
      topics: {
        done: number;
        lag: number;
        parked: number;
        reasons: {
          [key: string]: number;
        };
        received: number;
        refused?: number;
        skipped: number;
        topic: string;
      }[];
    };
    /** @description FHIR R4 MeasureReport: http://hl7.org/fhir/R4/measurereport.html */
    measureReport: {
      id: string;
      /** @constant */
      resourceType: 'MeasureReport';
    } & {
      [key: string]: unknown;
    };
    movements: {
      /** @description Where the next page begins. Null: this is the last one. */
      after: string | null;
      /** @description In the order in which they were taken in. A page may hold fewer than its limit, and others follow. */
      movements: {
        /**
         * Format: uuid
         * @description Pseudonym of the outcome that was corrected: `key` of `/v1/statistics/episodes`.
         */
        fact: string;
        fromRevision: number;
        /** @description The figures that it moved, and by how much. */
        moved: {
          by: number;
          /**
           * @description As `counted` of `/v1/statistics/episodes` names it.
           * @enum {string}
           */
          figure:
            | 'expected'
            | 'observed'
            | 'missing'
            | 'unasked'
            | 'open'
            | 'superseded'
            | 'low-baseline'
            | 'no-percentage'
            | 'improved'
            | 'improved-answered'
            | 'improved-by-points'
            | 'points-answered'
            | 'any-better'
            | 'any-better-answered'
            | 'over-50'
            | 'at-least-50'
            | 'at-least-75'
            | 'percent-answered'
            | 'change'
            | 'percent-change'
            | 'session'
            | 'session-completed'
            | 'session-therapeutic'
            | 'session-diagnostic'
            | 'complication'
            | 'block'
            | 'block-doubt'
            | 'relief'
            | 'relief-of-responders'
            | 'relief-then'
            | 'relief-ended'
            | 'relief-not-known'
            | 'relief-of-low-baseline'
            | 'no-relief-duration'
            | 'return-of-pain'
            | 'no-return-of-pain'
            | 'steroid-onset'
            | 'no-steroid-onset';
        }[];
        /**
         * Format: date
         * @description The day on which analytics took the correction in.
         */
        on: string;
        /** @description The correction. */
        revision: number;
        /**
         * Format: uuid
         * @description `id` of the published statement.
         */
        statement: string;
      }[];
    };
    movementsOfStatement: {
      /** @description Where the next page begins. Null: this is the last one. */
      after: string | null;
      /** @description All corrections since it was published, together. */
      corrected: {
        by: number;
        /**
         * @description As `counted` of `/v1/statistics/episodes` names it.
         * @enum {string}
         */
        figure:
          | 'expected'
          | 'observed'
          | 'missing'
          | 'unasked'
          | 'open'
          | 'superseded'
          | 'low-baseline'
          | 'no-percentage'
          | 'improved'
          | 'improved-answered'
          | 'improved-by-points'
          | 'points-answered'
          | 'any-better'
          | 'any-better-answered'
          | 'over-50'
          | 'at-least-50'
          | 'at-least-75'
          | 'percent-answered'
          | 'change'
          | 'percent-change'
          | 'session'
          | 'session-completed'
          | 'session-therapeutic'
          | 'session-diagnostic'
          | 'complication'
          | 'block'
          | 'block-doubt'
          | 'relief'
          | 'relief-of-responders'
          | 'relief-then'
          | 'relief-ended'
          | 'relief-not-known'
          | 'relief-of-low-baseline'
          | 'no-relief-duration'
          | 'return-of-pain'
          | 'no-return-of-pain'
          | 'steroid-onset'
          | 'no-steroid-onset';
      }[];
      /** @description What came besides: answers, windows that closed, further sessions, and rules that count otherwise. */
      grown: {
        by: number;
        /**
         * @description As `counted` of `/v1/statistics/episodes` names it.
         * @enum {string}
         */
        figure:
          | 'expected'
          | 'observed'
          | 'missing'
          | 'unasked'
          | 'open'
          | 'superseded'
          | 'low-baseline'
          | 'no-percentage'
          | 'improved'
          | 'improved-answered'
          | 'improved-by-points'
          | 'points-answered'
          | 'any-better'
          | 'any-better-answered'
          | 'over-50'
          | 'at-least-50'
          | 'at-least-75'
          | 'percent-answered'
          | 'change'
          | 'percent-change'
          | 'session'
          | 'session-completed'
          | 'session-therapeutic'
          | 'session-diagnostic'
          | 'complication'
          | 'block'
          | 'block-doubt'
          | 'relief'
          | 'relief-of-responders'
          | 'relief-then'
          | 'relief-ended'
          | 'relief-not-known'
          | 'relief-of-low-baseline'
          | 'no-relief-duration'
          | 'return-of-pain'
          | 'no-return-of-pain'
          | 'steroid-onset'
          | 'no-steroid-onset';
      }[];
      /** @description In the order in which they were taken in. A page may hold fewer than its limit, and others follow. */
      movements: {
        /**
         * Format: uuid
         * @description Pseudonym of the outcome that was corrected: `key` of `/v1/statistics/episodes`.
         */
        fact: string;
        fromRevision: number;
        /** @description The figures that it moved, and by how much. */
        moved: {
          by: number;
          /**
           * @description As `counted` of `/v1/statistics/episodes` names it.
           * @enum {string}
           */
          figure:
            | 'expected'
            | 'observed'
            | 'missing'
            | 'unasked'
            | 'open'
            | 'superseded'
            | 'low-baseline'
            | 'no-percentage'
            | 'improved'
            | 'improved-answered'
            | 'improved-by-points'
            | 'points-answered'
            | 'any-better'
            | 'any-better-answered'
            | 'over-50'
            | 'at-least-50'
            | 'at-least-75'
            | 'percent-answered'
            | 'change'
            | 'percent-change'
            | 'session'
            | 'session-completed'
            | 'session-therapeutic'
            | 'session-diagnostic'
            | 'complication'
            | 'block'
            | 'block-doubt'
            | 'relief'
            | 'relief-of-responders'
            | 'relief-then'
            | 'relief-ended'
            | 'relief-not-known'
            | 'relief-of-low-baseline'
            | 'no-relief-duration'
            | 'return-of-pain'
            | 'no-return-of-pain'
            | 'steroid-onset'
            | 'no-steroid-onset';
        }[];
        /**
         * Format: date
         * @description The day on which analytics took the correction in.
         */
        on: string;
        /** @description The correction. */
        revision: number;
        /**
         * Format: uuid
         * @description `id` of the published statement.
         */
        statement: string;
      }[];
    };
    outcomesSummary: {
      byStatus: {
        [key: string]: number;
      };
      groups: {
        atLeast50: number;
        atLeast75: number;
        expected: number;
        /** @enum {string} */
        family: 'condition' | 'pain' | 'function' | 'quality-of-life';
        followUpRate: number | null;
        improved: number;
        improvedRate: number | null;
        lowBaseline: number;
        /** @enum {string} */
        measure:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        missing: number;
        noPercentage: number;
        observed: number;
        open: number;
        over50: number;
        over50Rate: number | null;
        /** @enum {string} */
        procedureType:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        rated: number;
        superseded: number;
        unasked: number;
        window: string;
      }[];
      retracted: number;
      total: number;
    };
    problem: {
      /** @description The cause and the remedy. */
      detail: string;
      status: number;
      title: string;
      /**
       * @description The status says what kind of problem it is.
       * @constant
       */
      type: 'about:blank';
    };
    publishedStatement: {
      approver: string;
      /** Format: uuid */
      id: string;
      /** @description Its figures would be others now also without corrections: further answers have come. */
      isGrown: boolean;
      /** @description A correction has changed its figures since. What is published stays as it was. */
      isMoved: boolean;
      madeBy: {
        /** @description Names what that release counts. */
        countedBy: string;
        /** @description How far each partition of the topic was consumed. */
        dataVersion: string;
        /** @description The release of analytics. */
        release: string;
        /** @description Versions of the site's rules that its outcomes were derived by. */
        rules: string[];
        /** @description Names the sentences, their rules and whom they are about. */
        wording: string;
      };
      /** Format: date-time */
      publishedAt: string;
      statement: {
        beside: {
          rate: {
            /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
            bounds: {
              best: number;
              worst: number;
            } | null;
            /** @description How many answered so. */
            count: number;
            /** @description 95 % interval of the rate (Wilson). */
            interval: {
              lower: number;
              upper: number;
            } | null;
            /** @description How many answered at all. */
            of: number;
            /** @description Null where nobody answered. */
            rate: number | null;
          };
          /** @enum {string} */
          rule: 'improved' | 'improved-by-points' | 'any-better' | 'over-50' | 'at-least-50' | 'at-least-75';
        }[];
        /** @description "Over 75 % …": only where the observed rate is above it. */
        claim: string | null;
        /** @description Complications within 30 days, and the sessions that were begun. Null where they would tell of too few. */
        complications: {
          count: number;
          sessions: number;
        } | null;
        /** @description Windows that the site asks for, those that are still open too. */
        expected: number;
        followUpRate: number | null;
        from: string | null;
        /** @enum {string} */
        measure:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /**
         * @description Why answers are missing whose windows have closed. Null in what is published: reasons tell of few.
         * @default null
         */
        missing:
          | {
              count: number;
              why: string;
            }[]
          | null;
        observed: number;
        /** @enum {string} */
        of: 'patients' | 'treatments';
        painLocation: ('back' | 'buttock' | 'leg' | 'overall') | null;
        rate: {
          /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
          bounds: {
            best: number;
            worst: number;
          } | null;
          /** @description How many answered so. */
          count: number;
          /** @description 95 % interval of the rate (Wilson). */
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description How many answered at all. */
          of: number;
          /** @description Null where nobody answered. */
          rate: number | null;
        } | null;
        recall: ('now' | '24h' | '7d') | null;
        refusals: {
          /** @enum {string} */
          reason:
            | 'nobody-expected'
            | 'several-years'
            | 'several-types'
            | 'several-scales'
            | 'unasked-answers'
            | 'too-few-answers'
            | 'too-little-follow-up';
          why: string;
        }[];
        /** @enum {string} */
        rule: 'improved' | 'improved-by-points' | 'any-better' | 'over-50' | 'at-least-50' | 'at-least-75';
        /** @enum {string} */
        sentence:
          'report-improvement' | 'improved-over-half' | 'better-quality-of-life' | 'less-pain' | 'better-function';
        /** @enum {string} */
        subject: 'si-joint' | 'facet' | 'epidural' | 'overall';
        /** @description The sentence with its figures. Null where it is refused. */
        text: string | null;
        to: string | null;
        windows: {
          /** @enum {string} */
          procedureType:
            | 'si-joint-injection'
            | 'si-nerve-block'
            | 'si-joint-rfa'
            | 'si-joint-fusion'
            | 'facet-injection'
            | 'medial-branch-block'
            | 'facet-or-medial-branch-block'
            | 'facet-rfa'
            | 'epidural-injection'
            | 'mixed';
          window: string;
        }[];
      };
    };
    publishedStatements: {
      statements: {
        approver: string;
        /** Format: uuid */
        id: string;
        /** @description Its figures would be others now also without corrections: further answers have come. */
        isGrown: boolean;
        /** @description A correction has changed its figures since. What is published stays as it was. */
        isMoved: boolean;
        madeBy: {
          /** @description Names what that release counts. */
          countedBy: string;
          /** @description How far each partition of the topic was consumed. */
          dataVersion: string;
          /** @description The release of analytics. */
          release: string;
          /** @description Versions of the site's rules that its outcomes were derived by. */
          rules: string[];
          /** @description Names the sentences, their rules and whom they are about. */
          wording: string;
        };
        /** Format: date-time */
        publishedAt: string;
        statement: {
          beside: {
            rate: {
              /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
              bounds: {
                best: number;
                worst: number;
              } | null;
              /** @description How many answered so. */
              count: number;
              /** @description 95 % interval of the rate (Wilson). */
              interval: {
                lower: number;
                upper: number;
              } | null;
              /** @description How many answered at all. */
              of: number;
              /** @description Null where nobody answered. */
              rate: number | null;
            };
            /** @enum {string} */
            rule: 'improved' | 'improved-by-points' | 'any-better' | 'over-50' | 'at-least-50' | 'at-least-75';
          }[];
          /** @description "Over 75 % …": only where the observed rate is above it. */
          claim: string | null;
          /** @description Complications within 30 days, and the sessions that were begun. Null where they would tell of too few. */
          complications: {
            count: number;
            sessions: number;
          } | null;
          /** @description Windows that the site asks for, those that are still open too. */
          expected: number;
          followUpRate: number | null;
          from: string | null;
          /** @enum {string} */
          measure:
            | 'nrs'
            | 'vas'
            | 'bpi-interference'
            | 'peg'
            | 'odi'
            | 'promis-physical-health'
            | 'promis-mental-health'
            | 'promis-pain-interference'
            | 'promis-physical-function'
            | 'eq-5d-index'
            | 'eq-vas'
            | 'pgic'
            | 'stated-relief'
            | 'stated-duration'
            | 'start-back';
          /**
           * @description Why answers are missing whose windows have closed. Null in what is published: reasons tell of few.
           * @default null
           */
          missing:
            | {
                count: number;
                why: string;
              }[]
            | null;
          observed: number;
          /** @enum {string} */
          of: 'patients' | 'treatments';
          painLocation: ('back' | 'buttock' | 'leg' | 'overall') | null;
          rate: {
            /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
            bounds: {
              best: number;
              worst: number;
            } | null;
            /** @description How many answered so. */
            count: number;
            /** @description 95 % interval of the rate (Wilson). */
            interval: {
              lower: number;
              upper: number;
            } | null;
            /** @description How many answered at all. */
            of: number;
            /** @description Null where nobody answered. */
            rate: number | null;
          } | null;
          recall: ('now' | '24h' | '7d') | null;
          refusals: {
            /** @enum {string} */
            reason:
              | 'nobody-expected'
              | 'several-years'
              | 'several-types'
              | 'several-scales'
              | 'unasked-answers'
              | 'too-few-answers'
              | 'too-little-follow-up';
            why: string;
          }[];
          /** @enum {string} */
          rule: 'improved' | 'improved-by-points' | 'any-better' | 'over-50' | 'at-least-50' | 'at-least-75';
          /** @enum {string} */
          sentence:
            'report-improvement' | 'improved-over-half' | 'better-quality-of-life' | 'less-pain' | 'better-function';
          /** @enum {string} */
          subject: 'si-joint' | 'facet' | 'epidural' | 'overall';
          /** @description The sentence with its figures. Null where it is refused. */
          text: string | null;
          to: string | null;
          windows: {
            /** @enum {string} */
            procedureType:
              | 'si-joint-injection'
              | 'si-nerve-block'
              | 'si-joint-rfa'
              | 'si-joint-fusion'
              | 'facet-injection'
              | 'medial-branch-block'
              | 'facet-or-medial-branch-block'
              | 'facet-rfa'
              | 'epidural-injection'
              | 'mixed';
            window: string;
          }[];
        };
      }[];
    };
    rates: {
      groups: {
        /** @description By anything at all. */
        anyBetter: {
          /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
          bounds: {
            best: number;
            worst: number;
          } | null;
          /** @description How many answered so. */
          count: number;
          /** @description 95 % interval of the rate (Wilson). */
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description How many answered at all. */
          of: number;
          /** @description Null where nobody answered. */
          rate: number | null;
        };
        /** @description By at least 50 %. */
        atLeast50: {
          /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
          bounds: {
            best: number;
            worst: number;
          } | null;
          /** @description How many answered so. */
          count: number;
          /** @description 95 % interval of the rate (Wilson). */
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description How many answered at all. */
          of: number;
          /** @description Null where nobody answered. */
          rate: number | null;
        };
        /** @description By at least 75 %. */
        atLeast75: {
          /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
          bounds: {
            best: number;
            worst: number;
          } | null;
          /** @description How many answered so. */
          count: number;
          /** @description 95 % interval of the rate (Wilson). */
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description How many answered at all. */
          of: number;
          /** @description Null where nobody answered. */
          rate: number | null;
        };
        /** @description In the measure's own unit, positive where better. */
        change: {
          /** @description 95 % interval of the mean (Student). Null for a single value. */
          interval: {
            lower: number;
            upper: number;
          } | null;
          mean: number;
          n: number;
        } | null;
        /** @description Windows that have closed, were not cut short, and whose score the site asks for. */
        expected: number;
        /** @enum {string} */
        family: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Observed of expected. */
        followUpRate: number | null;
        /** @description By the change that matters of the measure. */
        improved: {
          /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
          bounds: {
            best: number;
            worst: number;
          } | null;
          /** @description How many answered so. */
          count: number;
          /** @description 95 % interval of the rate (Wilson). */
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description How many answered at all. */
          of: number;
          /** @description Null where nobody answered. */
          rate: number | null;
        };
        /** @description By the points that matter, where the measure has such a number. */
        improvedByPoints: {
          /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
          bounds: {
            best: number;
            worst: number;
          } | null;
          /** @description How many answered so. */
          count: number;
          /** @description 95 % interval of the rate (Wilson). */
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description How many answered at all. */
          of: number;
          /** @description Null where nobody answered. */
          rate: number | null;
        };
        /** @description Scores from a low baseline: in no rate. */
        lowBaseline: number;
        /** @enum {string} */
        measure:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Scores that no percentage can be made of. */
        noPercentage: number;
        /** @description Of the expected, those with a score. */
        observed: number;
        /** @description Windows that have not closed. */
        open: number;
        /** @description By more than 50 %. */
        over50: {
          /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
          bounds: {
            best: number;
            worst: number;
          } | null;
          /** @description How many answered so. */
          count: number;
          /** @description 95 % interval of the rate (Wilson). */
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description How many answered at all. */
          of: number;
          /** @description Null where nobody answered. */
          rate: number | null;
        };
        painLocation: ('back' | 'buttock' | 'leg' | 'overall') | null;
        /** @description In percent of the baseline, of those that are in the rates. */
        percentChange: {
          /** @description 95 % interval of the mean (Student). Null for a single value. */
          interval: {
            lower: number;
            upper: number;
          } | null;
          mean: number;
          n: number;
        } | null;
        /** @enum {string} */
        procedureType:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        recall: ('now' | '24h' | '7d') | null;
        /** @description Windows that a further intervention cut short: neither missing nor expected. */
        superseded: number;
        /** @description Scores that came although the site does not ask for them: in the rates, not in the follow-up. */
        unasked: number;
        window: string;
      }[];
    };
    relief: {
      /** @description What the curve of all rests on: seen with relief then or later, without then or before, and neither. */
      known: {
        day: number;
        ended: number;
        unknown: number;
        withRelief: number;
      }[];
      /** @description Durations from a low baseline: in no curve. */
      lowBaseline: number;
      /** @description Of all treatments, those without relief at 0 days. Null where there is none. */
      ofAll: {
        /** @description Kaplan and Meier with each end in the middle of its interval, for comparison. */
        atMidPoints: {
          day: number;
          interval: {
            lower: number;
            upper: number;
          } | null;
          survival: number;
        }[];
        /** @description Whether the most likely curve was found: it meets the conditions of the maximum. */
        converged: boolean;
        /** @description Between the days of a drop nobody knows how it falls: draw no line there. */
        drops: {
          /** @description The last day before which nothing of this drop has happened. */
          after: number;
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description The share with relief once it has happened. */
          survival: number;
          /** @description The day by which all of it has; null where that was never seen. */
          until: number | null;
        }[];
        /** @description The median lies after one day and by the other; `lower` and `upper` are its 95 % interval. Null: not reached. */
        median: {
          after: number;
          lower: number | null;
          until: number | null;
          upper: number | null;
        } | null;
        n: number;
      } | null;
      /** @description Of those with relief at some time. */
      ofResponders: {
        /** @description Kaplan and Meier with each end in the middle of its interval, for comparison. */
        atMidPoints: {
          day: number;
          interval: {
            lower: number;
            upper: number;
          } | null;
          survival: number;
        }[];
        /** @description Whether the most likely curve was found: it meets the conditions of the maximum. */
        converged: boolean;
        /** @description Between the days of a drop nobody knows how it falls: draw no line there. */
        drops: {
          /** @description The last day before which nothing of this drop has happened. */
          after: number;
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description The share with relief once it has happened. */
          survival: number;
          /** @description The day by which all of it has; null where that was never seen. */
          until: number | null;
        }[];
        /** @description The median lies after one day and by the other; `lower` and `upper` are its 95 % interval. Null: not reached. */
        median: {
          after: number;
          lower: number | null;
          until: number | null;
          upper: number | null;
        } | null;
        n: number;
      } | null;
      /** @description Durations that could not be told, and why. */
      unknown: {
        count: number;
        why: string;
      }[];
    };
    serviceState: {
      outcomes?: {
        buckets: {
          bucket: number;
          keys: number;
          sum: string;
        }[];
        keys: number;
      };
      resources?: {
        buckets: {
          bucket: number;
          keys: number;
          sum: string;
        }[];
        keys: number;
      };
    };
    statements: {
      statements: {
        beside: {
          rate: {
            /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
            bounds: {
              best: number;
              worst: number;
            } | null;
            /** @description How many answered so. */
            count: number;
            /** @description 95 % interval of the rate (Wilson). */
            interval: {
              lower: number;
              upper: number;
            } | null;
            /** @description How many answered at all. */
            of: number;
            /** @description Null where nobody answered. */
            rate: number | null;
          };
          /** @enum {string} */
          rule: 'improved' | 'improved-by-points' | 'any-better' | 'over-50' | 'at-least-50' | 'at-least-75';
        }[];
        /** @description "Over 75 % …": only where the observed rate is above it. */
        claim: string | null;
        /** @description Complications within 30 days, and the sessions that were begun. Null where they would tell of too few. */
        complications: {
          count: number;
          sessions: number;
        } | null;
        /** @description Windows that the site asks for, those that are still open too. */
        expected: number;
        followUpRate: number | null;
        from: string | null;
        /** @enum {string} */
        measure:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /**
         * @description Why answers are missing whose windows have closed. Null in what is published: reasons tell of few.
         * @default null
         */
        missing:
          | {
              count: number;
              why: string;
            }[]
          | null;
        observed: number;
        /** @enum {string} */
        of: 'patients' | 'treatments';
        painLocation: ('back' | 'buttock' | 'leg' | 'overall') | null;
        rate: {
          /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
          bounds: {
            best: number;
            worst: number;
          } | null;
          /** @description How many answered so. */
          count: number;
          /** @description 95 % interval of the rate (Wilson). */
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description How many answered at all. */
          of: number;
          /** @description Null where nobody answered. */
          rate: number | null;
        } | null;
        recall: ('now' | '24h' | '7d') | null;
        refusals: {
          /** @enum {string} */
          reason:
            | 'nobody-expected'
            | 'several-years'
            | 'several-types'
            | 'several-scales'
            | 'unasked-answers'
            | 'too-few-answers'
            | 'too-little-follow-up';
          why: string;
        }[];
        /** @enum {string} */
        rule: 'improved' | 'improved-by-points' | 'any-better' | 'over-50' | 'at-least-50' | 'at-least-75';
        /** @enum {string} */
        sentence:
          'report-improvement' | 'improved-over-half' | 'better-quality-of-life' | 'less-pain' | 'better-function';
        /** @enum {string} */
        subject: 'si-joint' | 'facet' | 'epidural' | 'overall';
        /** @description The sentence with its figures. Null where it is refused. */
        text: string | null;
        to: string | null;
        windows: {
          /** @enum {string} */
          procedureType:
            | 'si-joint-injection'
            | 'si-nerve-block'
            | 'si-joint-rfa'
            | 'si-joint-fusion'
            | 'facet-injection'
            | 'medial-branch-block'
            | 'facet-or-medial-branch-block'
            | 'facet-rfa'
            | 'epidural-injection'
            | 'mixed';
          window: string;
        }[];
      }[];
    };
    timesToEvent: {
      events: {
        /** @description Days after the session, of those of whom the day is known. */
        days: {
          lowerQuartile: {
            interval: {
              lower: number;
              upper: number;
            } | null;
            value: number;
          };
          /** @description With a 95 % interval that assumes no distribution. */
          median: {
            interval: {
              lower: number;
              upper: number;
            } | null;
            value: number;
          };
          n: number;
          upperQuartile: {
            interval: {
              lower: number;
              upper: number;
            } | null;
            value: number;
          };
          /** @description How often each value was seen. */
          values: {
            count: number;
            value: number;
          }[];
        } | null;
        /** @enum {string} */
        event: 'steroid-onset' | 'return-of-pain';
        /** @description Of whom no day is known, and why; `not-returned`: the diary ends without a return. */
        unknown: {
          count: number;
          why: string;
        }[];
      }[];
    };
    trend: {
      /** @description The rate of all months together. Null where nobody answered. */
      centre: number | null;
      months: {
        /** @description Control limits of three standard errors. Null on a side where nothing can lie beyond. */
        limits: {
          lower: number | null;
          upper: number | null;
        };
        /** @description A month: `2026-03`. */
        month: string;
        /** @description Beyond a limit. */
        outside: ('above' | 'below') | null;
        rate: {
          /** @description As if all of the missing had answered otherwise, and as if all had answered so. */
          bounds: {
            best: number;
            worst: number;
          } | null;
          /** @description How many answered so. */
          count: number;
          /** @description 95 % interval of the rate (Wilson). */
          interval: {
            lower: number;
            upper: number;
          } | null;
          /** @description How many answered at all. */
          of: number;
          /** @description Null where nobody answered. */
          rate: number | null;
        };
        /** @description One of eight months or more in a row on this side of the centre. */
        run: ('above' | 'below') | null;
        /** @description Too few answers: the limits mean nothing, and nothing is said of the month. */
        tooSmall: boolean;
      }[];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  exportFactsCsv: {
    parameters: {
      query?: {
        /** @description Only patients of this age at the session. */
        ageBand?: 'under-40' | '40-49' | '50-59' | '60-69' | '70-79' | '80-or-over';
        /** @description Only sessions where these were given into the target; several by commas. */
        agents?: ('anaesthetic' | 'steroid' | 'both' | 'none' | 'unknown')[];
        /** @description Only epidurals by this approach. */
        approach?: 'interlaminar' | 'transforaminal' | 'caudal';
        /** @description Only measures of this family. */
        family?: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Only patients' first treatments of their type in a year, or only further ones. */
        firstOrRepeat?: 'first' | 'repeat';
        /** @description From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is. */
        from?: string;
        /** @description Only sessions guided by this imaging. */
        guidance?: 'fluoroscopy' | 'ct' | 'ultrasound';
        /** @description Only sessions meant for this; several by commas. */
        intent?: ('diagnostic' | 'therapeutic' | 'both' | 'unknown')[];
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Of all treatments, or of patients: of each one's first of its type in a year. */
        of?: 'treatments' | 'patients';
        /** @description Only scores of pain there; `none`: that say no location. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall' | 'none';
        /** @description Only where this was tried before. */
        priorTreatment?: 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only scores with this recall period; `none`: that say none. */
        recall?: 'now' | '24h' | '7d' | 'none';
        /** @description Only sessions in this region of the spine. */
        region?: 'cervical-thoracic' | 'lumbar-sacral';
        /** @description Only patients of this sex. */
        sex?: 'female' | 'male' | 'other' | 'unknown';
        /** @description Only sessions of these sides. */
        sides?: 'left' | 'right' | 'both' | 'unknown';
        /** @description Only sessions at this site: the dimensions name them. */
        site?: string;
        /** @description Only sessions with this steroid. */
        steroid?: 'methylprednisolone' | 'triamcinolone' | 'dexamethasone' | 'betamethasone' | 'other' | 'several';
        /** @description Up to this month or year, itself included; the same holds of a session that is told by its year. */
        to?: string;
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All facts of a selection, as a csv file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/csv; charset=utf-8; header=present': components['schemas']['exportedTable'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  exportFactsNdjson: {
    parameters: {
      query?: {
        /** @description Only patients of this age at the session. */
        ageBand?: 'under-40' | '40-49' | '50-59' | '60-69' | '70-79' | '80-or-over';
        /** @description Only sessions where these were given into the target; several by commas. */
        agents?: ('anaesthetic' | 'steroid' | 'both' | 'none' | 'unknown')[];
        /** @description Only epidurals by this approach. */
        approach?: 'interlaminar' | 'transforaminal' | 'caudal';
        /** @description Only measures of this family. */
        family?: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Only patients' first treatments of their type in a year, or only further ones. */
        firstOrRepeat?: 'first' | 'repeat';
        /** @description From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is. */
        from?: string;
        /** @description Only sessions guided by this imaging. */
        guidance?: 'fluoroscopy' | 'ct' | 'ultrasound';
        /** @description Only sessions meant for this; several by commas. */
        intent?: ('diagnostic' | 'therapeutic' | 'both' | 'unknown')[];
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Of all treatments, or of patients: of each one's first of its type in a year. */
        of?: 'treatments' | 'patients';
        /** @description Only scores of pain there; `none`: that say no location. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall' | 'none';
        /** @description Only where this was tried before. */
        priorTreatment?: 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only scores with this recall period; `none`: that say none. */
        recall?: 'now' | '24h' | '7d' | 'none';
        /** @description Only sessions in this region of the spine. */
        region?: 'cervical-thoracic' | 'lumbar-sacral';
        /** @description Only patients of this sex. */
        sex?: 'female' | 'male' | 'other' | 'unknown';
        /** @description Only sessions of these sides. */
        sides?: 'left' | 'right' | 'both' | 'unknown';
        /** @description Only sessions at this site: the dimensions name them. */
        site?: string;
        /** @description Only sessions with this steroid. */
        steroid?: 'methylprednisolone' | 'triamcinolone' | 'dexamethasone' | 'betamethasone' | 'other' | 'several';
        /** @description Up to this month or year, itself included; the same holds of a session that is told by its year. */
        to?: string;
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All facts of a selection, as a ndjson file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['exportedFact'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  exportFactsParquet: {
    parameters: {
      query?: {
        /** @description Only patients of this age at the session. */
        ageBand?: 'under-40' | '40-49' | '50-59' | '60-69' | '70-79' | '80-or-over';
        /** @description Only sessions where these were given into the target; several by commas. */
        agents?: ('anaesthetic' | 'steroid' | 'both' | 'none' | 'unknown')[];
        /** @description Only epidurals by this approach. */
        approach?: 'interlaminar' | 'transforaminal' | 'caudal';
        /** @description Only measures of this family. */
        family?: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Only patients' first treatments of their type in a year, or only further ones. */
        firstOrRepeat?: 'first' | 'repeat';
        /** @description From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is. */
        from?: string;
        /** @description Only sessions guided by this imaging. */
        guidance?: 'fluoroscopy' | 'ct' | 'ultrasound';
        /** @description Only sessions meant for this; several by commas. */
        intent?: ('diagnostic' | 'therapeutic' | 'both' | 'unknown')[];
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Of all treatments, or of patients: of each one's first of its type in a year. */
        of?: 'treatments' | 'patients';
        /** @description Only scores of pain there; `none`: that say no location. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall' | 'none';
        /** @description Only where this was tried before. */
        priorTreatment?: 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only scores with this recall period; `none`: that say none. */
        recall?: 'now' | '24h' | '7d' | 'none';
        /** @description Only sessions in this region of the spine. */
        region?: 'cervical-thoracic' | 'lumbar-sacral';
        /** @description Only patients of this sex. */
        sex?: 'female' | 'male' | 'other' | 'unknown';
        /** @description Only sessions of these sides. */
        sides?: 'left' | 'right' | 'both' | 'unknown';
        /** @description Only sessions at this site: the dimensions name them. */
        site?: string;
        /** @description Only sessions with this steroid. */
        steroid?: 'methylprednisolone' | 'triamcinolone' | 'dexamethasone' | 'betamethasone' | 'other' | 'several';
        /** @description Up to this month or year, itself included; the same holds of a session that is told by its year. */
        to?: string;
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All facts of a selection, as a parquet file */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/vnd.apache.parquet': components['schemas']['exportedTable'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getLedger: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What became of every message */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ledger'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getOutcomesSummary: {
    parameters: {
      query?: {
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description How many outcomes there are, and how the observed ones turned out */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 130,
           *       "byStatus": {
           *         "open": 14,
           *         "observed": 92,
           *         "missing": 21,
           *         "superseded": 3
           *       },
           *       "retracted": 2,
           *       "groups": [
           *         {
           *           "procedureType": "si-joint-injection",
           *           "measure": "nrs",
           *           "family": "pain",
           *           "window": "M3",
           *           "open": 14,
           *           "observed": 92,
           *           "missing": 21,
           *           "superseded": 3,
           *           "unasked": 0,
           *           "expected": 113,
           *           "followUpRate": 0.8141592920353983,
           *           "rated": 80,
           *           "lowBaseline": 7,
           *           "noPercentage": 5,
           *           "improved": 56,
           *           "over50": 36,
           *           "atLeast50": 40,
           *           "atLeast75": 20,
           *           "improvedRate": 0.7,
           *           "over50Rate": 0.45
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['outcomesSummary'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getState: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Sums over keys and revisions */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['serviceState'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getStatements: {
    parameters: {
      query?: {
        /** @description From this month or year on. */
        from?: string;
        /** @description Of all treatments; or of patients, each one's first of its type in a year: of one year, then. */
        of?: 'patients' | 'treatments';
        /** @description Where scores of pain are of several locations. Other sentences are not narrowed by it. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall';
        /** @description Where scores of pain have several recall periods. */
        recall?: 'now' | '24h' | '7d';
        /** @description Up to this month or year, itself included. */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The clinic's sentences, as they could be said now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['statements'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getMovements: {
    parameters: {
      query?: {
        /** @description The `after` of the page before: goes on from there. */
        after?: string;
        /** @description Only corrections of this fact: its `key`. */
        fact?: string;
        /** @description At most so many corrections on a page. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description From a correction to the published figures that it moved */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "movements": [
           *         {
           *           "statement": "7d0c5f0e-3e5d-4b0f-8a44-0d9f6d1c2a11",
           *           "fact": "4f0c2d3e-8f57-4c7b-8f0e-0a4f6c1d2e3f",
           *           "on": "2026-04-02",
           *           "fromRevision": 1772323200000000,
           *           "revision": 1772323200000001,
           *           "moved": [
           *             {
           *               "figure": "any-better",
           *               "by": -1
           *             },
           *             {
           *               "figure": "improved",
           *               "by": -1
           *             }
           *           ]
           *         }
           *       ],
           *       "after": null
           *     }
           */
          'application/json': components['schemas']['movements'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getPublishedStatements: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sentences that were published, as they were */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['publishedStatements'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  publishStatement: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          approver: string;
          /** @description From this month or year on. */
          from?: string;
          /**
           * @description Of all treatments; or of patients, each one's first of its type in a year: of one year, then.
           * @default treatments
           * @enum {string}
           */
          of?: 'patients' | 'treatments';
          /**
           * @description Where scores of pain are of several locations. Other sentences are not narrowed by it.
           * @enum {string}
           */
          painLocation?: 'back' | 'buttock' | 'leg' | 'overall';
          /**
           * @description Where scores of pain have several recall periods.
           * @enum {string}
           */
          recall?: 'now' | '24h' | '7d';
          /** @enum {string} */
          sentence:
            'report-improvement' | 'improved-over-half' | 'better-quality-of-life' | 'less-pain' | 'better-function';
          /** @enum {string} */
          subject: 'si-joint' | 'facet' | 'epidural' | 'overall';
          /** @description Up to this month or year, itself included. */
          to?: string;
        };
      };
    };
    responses: {
      /** @description Publishes a sentence as it is now, under the name of who answers for it */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['publishedStatement'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getMeasureReport: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Of a published statement. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A published statement as a FHIR R4 MeasureReport */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/fhir+json': components['schemas']['measureReport'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getMovementsOfStatement: {
    parameters: {
      query?: {
        /** @description The `after` of the page before: goes on from there. */
        after?: string;
        /** @description At most so many corrections on a page. */
        limit?: number;
      };
      header?: never;
      path: {
        /** @description Of a published statement. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The corrections that moved a published statement, and by how much */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "corrected": [
           *         {
           *           "figure": "any-better",
           *           "by": -1
           *         },
           *         {
           *           "figure": "improved",
           *           "by": -1
           *         }
           *       ],
           *       "grown": [
           *         {
           *           "figure": "observed",
           *           "by": 2
           *         }
           *       ],
           *       "movements": [
           *         {
           *           "statement": "7d0c5f0e-3e5d-4b0f-8a44-0d9f6d1c2a11",
           *           "fact": "4f0c2d3e-8f57-4c7b-8f0e-0a4f6c1d2e3f",
           *           "on": "2026-04-02",
           *           "fromRevision": 1772323200000000,
           *           "revision": 1772323200000001,
           *           "moved": [
           *             {
           *               "figure": "any-better",
           *               "by": -1
           *             },
           *             {
           *               "figure": "improved",
           *               "by": -1
           *             }
           *           ]
           *         }
           *       ],
           *       "after": null
           *     }
           */
          'application/json': components['schemas']['movementsOfStatement'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getChanges: {
    parameters: {
      query?: {
        /** @description Only patients of this age at the session. */
        ageBand?: 'under-40' | '40-49' | '50-59' | '60-69' | '70-79' | '80-or-over';
        /** @description Only sessions where these were given into the target; several by commas. */
        agents?: ('anaesthetic' | 'steroid' | 'both' | 'none' | 'unknown')[];
        /** @description Only epidurals by this approach. */
        approach?: 'interlaminar' | 'transforaminal' | 'caudal';
        /** @description Only measures of this family. */
        family?: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Only patients' first treatments of their type in a year, or only further ones. */
        firstOrRepeat?: 'first' | 'repeat';
        /** @description From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is. */
        from?: string;
        /** @description Only sessions guided by this imaging. */
        guidance?: 'fluoroscopy' | 'ct' | 'ultrasound';
        /** @description Only sessions meant for this; several by commas. */
        intent?: ('diagnostic' | 'therapeutic' | 'both' | 'unknown')[];
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Of all treatments, or of patients: of each one's first of its type in a year. */
        of?: 'treatments' | 'patients';
        /** @description Only scores of pain there; `none`: that say no location. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall' | 'none';
        /** @description Only where this was tried before. */
        priorTreatment?: 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only scores with this recall period; `none`: that say none. */
        recall?: 'now' | '24h' | '7d' | 'none';
        /** @description Only sessions in this region of the spine. */
        region?: 'cervical-thoracic' | 'lumbar-sacral';
        /** @description Only patients of this sex. */
        sex?: 'female' | 'male' | 'other' | 'unknown';
        /** @description Only sessions of these sides. */
        sides?: 'left' | 'right' | 'both' | 'unknown';
        /** @description Only sessions at this site: the dimensions name them. */
        site?: string;
        /** @description Only sessions with this steroid. */
        steroid?: 'methylprednisolone' | 'triamcinolone' | 'dexamethasone' | 'betamethasone' | 'other' | 'several';
        /** @description Up to this month or year, itself included; the same holds of a session that is told by its year. */
        to?: string;
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Median and quartiles of the change, by window */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['changes'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getDimensions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What there are outcomes of, and of which years */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['dimensions'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getEpisodes: {
    parameters: {
      query?: {
        /** @description The `after` of the page before: goes on from there. */
        after?: string;
        /** @description Only patients of this age at the session. */
        ageBand?: 'under-40' | '40-49' | '50-59' | '60-69' | '70-79' | '80-or-over';
        /** @description Only sessions where these were given into the target; several by commas. */
        agents?: ('anaesthetic' | 'steroid' | 'both' | 'none' | 'unknown')[];
        /** @description Only epidurals by this approach. */
        approach?: 'interlaminar' | 'transforaminal' | 'caudal';
        /** @description Which number of an answer it is. */
        counted?:
          | 'expected'
          | 'observed'
          | 'missing'
          | 'unasked'
          | 'open'
          | 'superseded'
          | 'low-baseline'
          | 'no-percentage'
          | 'improved'
          | 'improved-answered'
          | 'improved-by-points'
          | 'points-answered'
          | 'any-better'
          | 'any-better-answered'
          | 'over-50'
          | 'at-least-50'
          | 'at-least-75'
          | 'percent-answered'
          | 'change'
          | 'percent-change'
          | 'session'
          | 'session-completed'
          | 'session-therapeutic'
          | 'session-diagnostic'
          | 'complication'
          | 'block'
          | 'block-doubt'
          | 'relief'
          | 'relief-of-responders'
          | 'relief-then'
          | 'relief-ended'
          | 'relief-not-known'
          | 'relief-of-low-baseline'
          | 'no-relief-duration'
          | 'return-of-pain'
          | 'no-return-of-pain'
          | 'steroid-onset'
          | 'no-steroid-onset';
        /** @description Of `relief-then`, `relief-ended` and `relief-not-known`: by this day. */
        day?: number;
        /** @description Only measures of this family. */
        family?: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Only patients' first treatments of their type in a year, or only further ones. */
        firstOrRepeat?: 'first' | 'repeat';
        /** @description From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is. */
        from?: string;
        /** @description Only sessions guided by this imaging. */
        guidance?: 'fluoroscopy' | 'ct' | 'ultrasound';
        /** @description Only sessions meant for this; several by commas. */
        intent?: ('diagnostic' | 'therapeutic' | 'both' | 'unknown')[];
        /** @description At most so many outcomes on a page. */
        limit?: number;
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Of all treatments, or of patients: of each one's first of its type in a year. */
        of?: 'treatments' | 'patients';
        /** @description Only scores of pain there; `none`: that say no location. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall' | 'none';
        /** @description Only where this was tried before. */
        priorTreatment?: 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only scores with this recall period; `none`: that say none. */
        recall?: 'now' | '24h' | '7d' | 'none';
        /** @description Only sessions in this region of the spine. */
        region?: 'cervical-thoracic' | 'lumbar-sacral';
        /** @description Where a location or recall period is asked for: with those who said none since they never answered, or without (a group of rates that were asked of any). */
        scale?: 'with-unsaid' | 'exact';
        /** @description Only patients of this sex. */
        sex?: 'female' | 'male' | 'other' | 'unknown';
        /** @description Only sessions of these sides. */
        sides?: 'left' | 'right' | 'both' | 'unknown';
        /** @description Only sessions at this site: the dimensions name them. */
        site?: string;
        /** @description Only sessions with this steroid. */
        steroid?: 'methylprednisolone' | 'triamcinolone' | 'dexamethasone' | 'betamethasone' | 'other' | 'several';
        /** @description Up to this month or year, itself included; the same holds of a session that is told by its year. */
        to?: string;
        /** @description Of `change`, `percent-change`, `return-of-pain` and `steroid-onset`: only this value. */
        value?: number;
        /** @description Of `missing`, `complication`, `block` (`positive/single`) and of doubts: only this one. */
        what?: string;
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The episodes behind a number, under their pseudonyms */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "episodes": [
           *         {
           *           "episode": "0b6f5a52-7d0c-4c43-9a0e-5b7d6f1c2a10",
           *           "procedureType": "si-joint-injection",
           *           "period": "2026-03",
           *           "outcomes": [
           *             {
           *               "key": "4f0c2d3e-8f57-4c7b-8f0e-0a4f6c1d2e3f",
           *               "revision": 1772323200000000,
           *               "kind": "score",
           *               "status": "observed",
           *               "measure": "nrs",
           *               "painLocation": null,
           *               "recall": null,
           *               "window": "M3",
           *               "missingReason": null,
           *               "baseline": 8,
           *               "value": 3,
           *               "betterBy": 5,
           *               "percentBetter": 62.5,
           *               "result": null,
           *               "rulesVersion": "riverside 3"
           *             }
           *           ]
           *         }
           *       ],
           *       "after": null
           *     }
           */
          'application/json': components['schemas']['episodes'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getFunnel: {
    parameters: {
      query?: {
        /** @description Only patients of this age at the session. */
        ageBand?: 'under-40' | '40-49' | '50-59' | '60-69' | '70-79' | '80-or-over';
        /** @description Only sessions where these were given into the target; several by commas. */
        agents?: ('anaesthetic' | 'steroid' | 'both' | 'none' | 'unknown')[];
        /** @description Only epidurals by this approach. */
        approach?: 'interlaminar' | 'transforaminal' | 'caudal';
        /** @description Only measures of this family. */
        family?: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Only patients' first treatments of their type in a year, or only further ones. */
        firstOrRepeat?: 'first' | 'repeat';
        /** @description From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is. */
        from?: string;
        /** @description Only sessions guided by this imaging. */
        guidance?: 'fluoroscopy' | 'ct' | 'ultrasound';
        /** @description Only sessions meant for this; several by commas. */
        intent?: ('diagnostic' | 'therapeutic' | 'both' | 'unknown')[];
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Of all treatments, or of patients: of each one's first of its type in a year. */
        of?: 'treatments' | 'patients';
        /** @description Only scores of pain there; `none`: that say no location. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall' | 'none';
        /** @description Only where this was tried before. */
        priorTreatment?: 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only scores with this recall period; `none`: that say none. */
        recall?: 'now' | '24h' | '7d' | 'none';
        /** @description Only sessions in this region of the spine. */
        region?: 'cervical-thoracic' | 'lumbar-sacral';
        /** @description Only patients of this sex. */
        sex?: 'female' | 'male' | 'other' | 'unknown';
        /** @description Only sessions of these sides. */
        sides?: 'left' | 'right' | 'both' | 'unknown';
        /** @description Only sessions at this site: the dimensions name them. */
        site?: string;
        /** @description Only sessions with this steroid. */
        steroid?: 'methylprednisolone' | 'triamcinolone' | 'dexamethasone' | 'betamethasone' | 'other' | 'several';
        /** @description Up to this month or year, itself included; the same holds of a session that is told by its year. */
        to?: string;
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description From the session to the answer: who is lost on the way, and why */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['funnel'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getRates: {
    parameters: {
      query?: {
        /** @description Only patients of this age at the session. */
        ageBand?: 'under-40' | '40-49' | '50-59' | '60-69' | '70-79' | '80-or-over';
        /** @description Only sessions where these were given into the target; several by commas. */
        agents?: ('anaesthetic' | 'steroid' | 'both' | 'none' | 'unknown')[];
        /** @description Only epidurals by this approach. */
        approach?: 'interlaminar' | 'transforaminal' | 'caudal';
        /** @description Only measures of this family. */
        family?: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Only patients' first treatments of their type in a year, or only further ones. */
        firstOrRepeat?: 'first' | 'repeat';
        /** @description From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is. */
        from?: string;
        /** @description Only sessions guided by this imaging. */
        guidance?: 'fluoroscopy' | 'ct' | 'ultrasound';
        /** @description Only sessions meant for this; several by commas. */
        intent?: ('diagnostic' | 'therapeutic' | 'both' | 'unknown')[];
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Of all treatments, or of patients: of each one's first of its type in a year. */
        of?: 'treatments' | 'patients';
        /** @description Only scores of pain there; `none`: that say no location. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall' | 'none';
        /** @description Only where this was tried before. */
        priorTreatment?: 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only scores with this recall period; `none`: that say none. */
        recall?: 'now' | '24h' | '7d' | 'none';
        /** @description Only sessions in this region of the spine. */
        region?: 'cervical-thoracic' | 'lumbar-sacral';
        /** @description Only patients of this sex. */
        sex?: 'female' | 'male' | 'other' | 'unknown';
        /** @description Only sessions of these sides. */
        sides?: 'left' | 'right' | 'both' | 'unknown';
        /** @description Only sessions at this site: the dimensions name them. */
        site?: string;
        /** @description Only sessions with this steroid. */
        steroid?: 'methylprednisolone' | 'triamcinolone' | 'dexamethasone' | 'betamethasone' | 'other' | 'several';
        /** @description Up to this month or year, itself included; the same holds of a session that is told by its year. */
        to?: string;
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description How many improved, by window, with intervals and bounds */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['rates'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getRelief: {
    parameters: {
      query?: {
        /** @description Only patients of this age at the session. */
        ageBand?: 'under-40' | '40-49' | '50-59' | '60-69' | '70-79' | '80-or-over';
        /** @description Only sessions where these were given into the target; several by commas. */
        agents?: ('anaesthetic' | 'steroid' | 'both' | 'none' | 'unknown')[];
        /** @description Only epidurals by this approach. */
        approach?: 'interlaminar' | 'transforaminal' | 'caudal';
        /** @description Only measures of this family. */
        family?: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Only patients' first treatments of their type in a year, or only further ones. */
        firstOrRepeat?: 'first' | 'repeat';
        /** @description From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is. */
        from?: string;
        /** @description Only sessions guided by this imaging. */
        guidance?: 'fluoroscopy' | 'ct' | 'ultrasound';
        /** @description Only sessions meant for this; several by commas. */
        intent?: ('diagnostic' | 'therapeutic' | 'both' | 'unknown')[];
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Of all treatments, or of patients: of each one's first of its type in a year. */
        of?: 'treatments' | 'patients';
        /** @description Only scores of pain there; `none`: that say no location. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall' | 'none';
        /** @description Only where this was tried before. */
        priorTreatment?: 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only scores with this recall period; `none`: that say none. */
        recall?: 'now' | '24h' | '7d' | 'none';
        /** @description Only sessions in this region of the spine. */
        region?: 'cervical-thoracic' | 'lumbar-sacral';
        /** @description Only patients of this sex. */
        sex?: 'female' | 'male' | 'other' | 'unknown';
        /** @description Only sessions of these sides. */
        sides?: 'left' | 'right' | 'both' | 'unknown';
        /** @description Only sessions at this site: the dimensions name them. */
        site?: string;
        /** @description Only sessions with this steroid. */
        steroid?: 'methylprednisolone' | 'triamcinolone' | 'dexamethasone' | 'betamethasone' | 'other' | 'several';
        /** @description Up to this month or year, itself included; the same holds of a session that is told by its year. */
        to?: string;
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description How long relief lasts */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['relief'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getTimesToEvent: {
    parameters: {
      query?: {
        /** @description Only patients of this age at the session. */
        ageBand?: 'under-40' | '40-49' | '50-59' | '60-69' | '70-79' | '80-or-over';
        /** @description Only sessions where these were given into the target; several by commas. */
        agents?: ('anaesthetic' | 'steroid' | 'both' | 'none' | 'unknown')[];
        /** @description Only epidurals by this approach. */
        approach?: 'interlaminar' | 'transforaminal' | 'caudal';
        /** @description Only measures of this family. */
        family?: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Only patients' first treatments of their type in a year, or only further ones. */
        firstOrRepeat?: 'first' | 'repeat';
        /** @description From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is. */
        from?: string;
        /** @description Only sessions guided by this imaging. */
        guidance?: 'fluoroscopy' | 'ct' | 'ultrasound';
        /** @description Only sessions meant for this; several by commas. */
        intent?: ('diagnostic' | 'therapeutic' | 'both' | 'unknown')[];
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Of all treatments, or of patients: of each one's first of its type in a year. */
        of?: 'treatments' | 'patients';
        /** @description Only scores of pain there; `none`: that say no location. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall' | 'none';
        /** @description Only where this was tried before. */
        priorTreatment?: 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only scores with this recall period; `none`: that say none. */
        recall?: 'now' | '24h' | '7d' | 'none';
        /** @description Only sessions in this region of the spine. */
        region?: 'cervical-thoracic' | 'lumbar-sacral';
        /** @description Only patients of this sex. */
        sex?: 'female' | 'male' | 'other' | 'unknown';
        /** @description Only sessions of these sides. */
        sides?: 'left' | 'right' | 'both' | 'unknown';
        /** @description Only sessions at this site: the dimensions name them. */
        site?: string;
        /** @description Only sessions with this steroid. */
        steroid?: 'methylprednisolone' | 'triamcinolone' | 'dexamethasone' | 'betamethasone' | 'other' | 'several';
        /** @description Up to this month or year, itself included; the same holds of a session that is told by its year. */
        to?: string;
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description How long until the steroid acts, and until the pain is back */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['timesToEvent'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
  getTrend: {
    parameters: {
      query?: {
        /** @description Only patients of this age at the session. */
        ageBand?: 'under-40' | '40-49' | '50-59' | '60-69' | '70-79' | '80-or-over';
        /** @description Only sessions where these were given into the target; several by commas. */
        agents?: ('anaesthetic' | 'steroid' | 'both' | 'none' | 'unknown')[];
        /** @description Only epidurals by this approach. */
        approach?: 'interlaminar' | 'transforaminal' | 'caudal';
        /** @description Only measures of this family. */
        family?: 'condition' | 'pain' | 'function' | 'quality-of-life';
        /** @description Only patients' first treatments of their type in a year, or only further ones. */
        firstOrRepeat?: 'first' | 'repeat';
        /** @description From this month (`2026-03`) or year on: of the session. One that is told by its year alone is in if all of that year is. */
        from?: string;
        /** @description Only sessions guided by this imaging. */
        guidance?: 'fluoroscopy' | 'ct' | 'ultrasound';
        /** @description Only sessions meant for this; several by commas. */
        intent?: ('diagnostic' | 'therapeutic' | 'both' | 'unknown')[];
        /** @description Only this measure. */
        measure?:
          | 'nrs'
          | 'vas'
          | 'bpi-interference'
          | 'peg'
          | 'odi'
          | 'promis-physical-health'
          | 'promis-mental-health'
          | 'promis-pain-interference'
          | 'promis-physical-function'
          | 'eq-5d-index'
          | 'eq-vas'
          | 'pgic'
          | 'stated-relief'
          | 'stated-duration'
          | 'start-back';
        /** @description Of all treatments, or of patients: of each one's first of its type in a year. */
        of?: 'treatments' | 'patients';
        /** @description Only scores of pain there; `none`: that say no location. */
        painLocation?: 'back' | 'buttock' | 'leg' | 'overall' | 'none';
        /** @description Only where this was tried before. */
        priorTreatment?: 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';
        /** @description Only this type of procedure. */
        procedureType?:
          | 'si-joint-injection'
          | 'si-nerve-block'
          | 'si-joint-rfa'
          | 'si-joint-fusion'
          | 'facet-injection'
          | 'medial-branch-block'
          | 'facet-or-medial-branch-block'
          | 'facet-rfa'
          | 'epidural-injection'
          | 'mixed';
        /** @description Only scores with this recall period; `none`: that say none. */
        recall?: 'now' | '24h' | '7d' | 'none';
        /** @description Only sessions in this region of the spine. */
        region?: 'cervical-thoracic' | 'lumbar-sacral';
        /** @description Which rate. */
        rule?: 'improved' | 'improved-by-points' | 'any-better' | 'over-50' | 'at-least-50' | 'at-least-75';
        /** @description Only patients of this sex. */
        sex?: 'female' | 'male' | 'other' | 'unknown';
        /** @description Only sessions of these sides. */
        sides?: 'left' | 'right' | 'both' | 'unknown';
        /** @description Only sessions at this site: the dimensions name them. */
        site?: string;
        /** @description Only sessions with this steroid. */
        steroid?: 'methylprednisolone' | 'triamcinolone' | 'dexamethasone' | 'betamethasone' | 'other' | 'several';
        /** @description Up to this month or year, itself included; the same holds of a session that is told by its year. */
        to?: string;
        /** @description Only this follow-up window: W2, M3, Y1 … */
        window?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A rate by month of the session, with control limits */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['trend'];
        };
      };
      /** @description A problem */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['problem'];
        };
      };
    };
  };
}
