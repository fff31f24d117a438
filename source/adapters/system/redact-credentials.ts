import {maskedText} from '../../domain/text/mask-text.ts';
import {line, type SafeText} from '../../domain/text/safe-text.ts';

/** Removes what has the form of a credential. This is a second safeguard: perch puts no credentials into messages, but
 * a server's answer or a plugin's stderr may quote them. */
export function redactCredentials(text: string): SafeText {
	return line(maskedText(text, () => '[redacted]'));
}
