import { z } from 'zod';
import { Id, pageOf } from './primitives.js';
import { SendSurvey, Survey, SurveyQuery } from './survey.js';

/** Satisfaction surveys; part of `ROUTES`. */
export const SURVEY_ROUTES = {
  sendSurvey: {
    method: 'POST',
    path: '/v1/surveys',
    summary: 'Ask a contact now how satisfied they are; the answer comes later, under the id returned',
    body: SendSurvey,
    response: { 202: Survey },
  },
  listSurveys: {
    method: 'GET',
    path: '/v1/surveys',
    summary: 'Surveys and their answers, the newest first',
    querystring: SurveyQuery,
    response: { 200: pageOf(Survey) },
  },
  getSurvey: {
    method: 'GET',
    path: '/v1/surveys/:id',
    summary: 'A survey with its answer, or why there is none',
    params: z.object({ id: Id }),
    response: { 200: Survey },
  },
} as const;
