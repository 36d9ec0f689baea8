// Consent, face and code before every query (R7), and the sending of codes.
import { fail, ok, type Result } from '../core/result.ts';
import type { EngineParts } from './ports.ts';
import type { Refusal } from './refusal.ts';
import type { User } from './store/port.ts';
import { codeMessage } from './texts.ts';
import { checkCode, resendAtMs } from './verification.ts';

export interface VerificationRequest {
  readonly consent: { readonly version: string; readonly accepted: boolean };
  readonly face: { readonly sample: string };
  readonly smsCode: string;
}

type Parts = Pick<EngineParts, 'store' | 'clock' | 'random' | 'secrets' | 'face' | 'settings' | 'events'>;

/** Identity checks of one engine. */
export const createIdentityChecks = ({ store, clock, random, secrets, face, settings, events }: Parts) => ({
  /** Sends a code to the registered mobile. Returns when the next may be sent, epoch ms. */
  async sendCode(user: User): Promise<Result<{ readonly resendAtMs: number }, Refusal>> {
    const nowMs = clock.now();
    const refusal = await store.sendSmsCode<Refusal>(user.userId, (present) => {
      const openAtMs = resendAtMs(present, nowMs, settings.smsCode);
      if (openAtMs !== undefined) return { refusal: { code: 'SMS_TOO_SOON', resendAtMs: openAtMs } };
      const code = secrets.smsCode();
      return {
        code: { code, sentAtMs: nowMs, wrongTries: 0, used: false },
        message: {
          messageId: `code-${nowMs}`,
          userId: user.userId,
          text: codeMessage(code),
          atMs: nowMs,
        },
      };
    });
    if (refusal !== undefined) return fail(refusal);
    events.emit({ type: 'code-sent', atMs: nowMs });
    return ok({ resendAtMs: nowMs + settings.smsCode.resendAfterMs });
  },

  /** Consent, then face, then code: a refused step uses up nothing of those after it. */
  async verify(
    user: User,
    request: VerificationRequest,
  ): Promise<Result<{ readonly verificationId: string; readonly expiresAtMs: number }, Refusal>> {
    if (!request.consent.accepted) return fail({ code: 'CONSENT_REQUIRED' });
    if (!(await face.matches(user.idNumber, request.face.sample))) return fail({ code: 'FACE_MISMATCH' });
    const nowMs = clock.now();
    const check = await store.checkSmsCode(user.userId, (present) =>
      checkCode(present, request.smsCode, nowMs, settings.smsCode),
    );
    if (check.verdict !== 'RIGHT') return fail({ code: `SMS_CODE_${check.verdict}` });
    const sentAtMs = check.code?.sentAtMs ?? nowMs;
    const verification = {
      // A code serves once and codes of one user differ in their time: so does what they verify.
      verificationId: `v${random.id(20, 'verification', user.userId, sentAtMs)}`,
      userId: user.userId,
      consentVersion: request.consent.version,
      expiresAtMs: nowMs + settings.verificationValidMs,
    };
    await store.saveVerification(verification);
    return ok({ verificationId: verification.verificationId, expiresAtMs: verification.expiresAtMs });
  },
});
