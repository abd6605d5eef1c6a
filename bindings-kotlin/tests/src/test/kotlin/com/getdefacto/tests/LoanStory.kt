package com.getdefacto.tests

import com.getdefacto.sdk.Client
import com.getdefacto.sdk.CompanyReference
import com.getdefacto.sdk.CreditLine
import com.getdefacto.sdk.Enrollment
import com.getdefacto.sdk.LoanOptions
import com.getdefacto.sdk.LoanOutcome
import com.getdefacto.sdk.NewBorrower
import com.getdefacto.sdk.NewLoan
import com.getdefacto.sdk.PaymentAccount
import com.getdefacto.sdk.TrackOptions
import com.getdefacto.sdk.testing.Sandbox
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit

const val AMOUNT = 10_000L

/** An account to which the sandbox pays loans out successfully. */
const val PAID_OUT = "FR88 1111 1015 5936 0301 8280 926"

val COMPANY = french(4711)

/** Waits for the decision of a sandbox which is a hundred times faster than the API. */
val DECIDED = LoanOptions(wait = Duration.ofSeconds(30), pollInterval = Duration.ofMillis(20))

val ACCEPTED = DECIDED.copy(accept = true)

val WATCHING = TrackOptions(wait = Duration.ofSeconds(30), pollInterval = Duration.ofMillis(20))

/** Returns a loan for the company, from three days from now to two months from now. */
fun newLoan(account: String = PAID_OUT, now: Instant = Instant.now(), company: NewBorrower = COMPANY) =
    NewLoan(
        amount = AMOUNT,
        loanTo = PaymentAccount(account),
        toPayAt = now.plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS),
        toRepayAt = now.plus(63, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS),
        borrower = CompanyReference(company.identifier, company.identifierType),
    )

/** Starts a sandbox with a company that may borrow. */
fun withBorrower(test: (Sandbox, Client) -> Unit) =
    Sandbox().use { sandbox ->
        sandbox.client().use { client ->
            check(client.enroll(COMPANY, WAITING) is Enrollment.Ready)
            sandbox.clearLog()
            test(sandbox, client)
        }
    }

fun accepted(client: Client) = (client.requestLoan(newLoan(), ACCEPTED) as LoanOutcome.Accepted).loan

fun lineOf(client: Client): CreditLine = client.creditLines.list().single()
