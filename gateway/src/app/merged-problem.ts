import { ProblemError } from './problem.js';

/** The answer to whoever names a contact that was merged: where it is now. */
export const mergedProblem = (contactId: string, field: string): ProblemError =>
  new ProblemError('contact_merged', `This contact was merged into ${contactId}.`, {
    errors: [{ field, message: 'was merged into another contact', expected: contactId }],
    extra: { contactId },
  });
