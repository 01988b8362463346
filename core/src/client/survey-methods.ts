import type { SendSurvey, Survey, SurveyQuery } from '../contract/survey.js';
import { type Call, type CallOptions, queryString } from './call.js';

/** How satisfied contacts are. */
export interface SurveyMethods {
  /**
   * Asks a contact now. Resolves before there is an answer; `status` is `not_sent` where it may not be asked. The
   * same `idempotencyKey` again asks nothing new.
   */
  sendSurvey(request: SendSurvey, idempotencyKey: string, options?: CallOptions): Promise<Survey>;
  getSurvey(id: string, options?: CallOptions): Promise<Survey>;
  /** The newest first. */
  listSurveys(
    query?: SurveyQuery,
    options?: CallOptions,
  ): Promise<{ items: Survey[]; nextCursor: string | null }>;
}

export function surveyMethods(call: Call): SurveyMethods {
  const path = '/v1/surveys';
  return {
    sendSurvey: (body, key, options) =>
      call('POST', path, { body, headers: { 'idempotency-key': key }, ...options }),
    getSurvey: (id, options) => call('GET', `${path}/${encodeURIComponent(id)}`, options),
    listSurveys: (query, options) => call('GET', path + queryString(query), options),
  };
}
