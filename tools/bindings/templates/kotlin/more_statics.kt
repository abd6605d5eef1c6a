{#- Static functions in addition to those of every model. #}
{%- if name == "NewBorrower" %}
        /**
         * Reads a request from JSON text and validates it: what does not have the right form and what is wrong with
         * the rest, together. Does not block, sends nothing.
         */
        @JvmStatic
        @JvmOverloads
        public fun checkJson(text: String, directDebit: Boolean? = null): CheckedRequest =
            checkNewBorrowerJson(text, directDebit)
{% elif name == "EnrollOptions" %}
        /** Waits at most this long, all in all, for the credit line; allow 60 seconds to survive a failure. */
        @JvmStatic
        public fun waitUntilReady(wait: Duration): EnrollOptions = EnrollOptions(wait = wait)

        /** Does not wait for the line: the outcome is `Pending`, unless something is known already. */
        @JvmStatic
        public fun asynchronous(): EnrollOptions = EnrollOptions()
{% elif name == "LoanOptions" %}
        /** Waits at most this long, all in all, for the decision; allow 60 seconds to survive a failure. */
        @JvmStatic
        public fun waitUntilDecided(wait: Duration): LoanOptions = LoanOptions(wait = wait)

        /** Does not wait for the decision: the outcome is `Pending`, unless it is decided already. */
        @JvmStatic
        public fun asynchronous(): LoanOptions = LoanOptions()
{% endif %}
