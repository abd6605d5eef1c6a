import Defacto
import Foundation
import Testing

/// Dates, decimals, your own data, and open values.
extension All {
    @Suite struct Values {
        @Test func daysOfTheCalendar() throws {
            let leapDay = try #require(CivilDate(year: 1972, month: 2, day: 29))
            #expect(CivilDate("1972-02-29") == leapDay)
            #expect(leapDay.description == "1972-02-29")
            #expect(CivilDate("0987-01-02")?.description == "0987-01-02")
            #expect(leapDay < CivilDate("1972-03-01")!)
            for text in [
                "", "1971-02-29", "1900-02-29", "1972-13-01", "1972-00-10", "1972-1-1", "72-01-01", "1972-01-32",
                "1972-01-01T00:00:00Z", "+972-01-01", "1972–01–01", "١٩٧٢-٠١-٠١",
            ] {
                #expect(CivilDate(text) == nil, "\(text)")
            }
        }

        @Test func aMomentIsADayOnlyInATimeZone() throws {
            let moment = Date(
                timeIntervalSince1970: 1_780_000_000 - 1_780_000_000.truncatingRemainder(dividingBy: 86_400))
            let (east, west) = (TimeZone(secondsFromGMT: 3600)!, TimeZone(secondsFromGMT: -3600)!)
            #expect(CivilDate(moment, in: west)! < CivilDate(moment, in: east)!)
            #expect(CivilDate(moment, in: east)!.start(in: east) == moment.addingTimeInterval(-3600))
        }

        @Test func aBirthDateCrossesAsItIs() throws {
            var director = Director(firstName: "Käthe", birthDate: CivilDate("1971-03-09"))
            #expect(director.toJSON() == #"{"first_name":"Käthe","birth_date":"1971-03-09"}"#)
            #expect(try Director.fromJSON(director.toJSON()) == director)
            director.birthDate = nil
            #expect(director.toJSON() == #"{"first_name":"Käthe"}"#)
        }

        @Test(arguments: [
            "2026-11-02T08:15:00Z", "2026-11-02T08:15:06.1Z", "1960-12-31T23:59:59.123456Z", "0001-01-01T00:00:00Z",
        ])
        func momentsAreExactToTheMicrosecond(text: String) throws {
            let signature = try Signature.fromJSON(#"{"signed_at":"\#(text)"}"#)
            #expect(signature.toJSON() == #"{"signed_at":"\#(text)"}"#)
        }

        @Test func momentsOfNoCalendarEndNoProgram() {
            for seconds in [-1e300, -1e12, 1e12, 1e300, .infinity, .nan] {
                let text = Signature(signedAt: Date(timeIntervalSince1970: seconds)).toJSON()
                #expect(text.contains("signed_at"))
            }
            #expect(Signature(signedAt: .distantPast).toJSON().contains("0001-01-01"))
            #expect(Signature(signedAt: .distantFuture).toJSON().contains("4001-01-01"))
        }

        @Test func decimalsAreExact() throws {
            let rates =
                #"{"distribution":"PARTNER","fees_interest_daily_rate":0.06,"fees_operating_daily_rate":0.0123456789012345678901234567,"loan_contract_type":"CREDIT_OPERATION","start_date":"2026-11-02T08:15:06Z"}"#
            let line = try CreditLine.fromJSON(rates)
            #expect(line.feesInterestDailyRate == Decimal(6) / 100)
            #expect(line.feesInterestDailyRate + line.feesInterestDailyRate == Decimal(string: "0.12"))
            #expect(line.toJSON() == rates)
        }

        @Test func yourOwnDataIsWrittenLikeSwift() throws {
            let company = NewBorrower(
                identifier: "472618354",
                metadata: ["crm": "T-77", "score": 3, "share": 0.5, "new": true, "none": nil, "tags": ["a", ["b": 1]]])
            let back = try NewBorrower.fromJSON(company.toJSON()).metadata
            #expect(back == company.metadata)
            #expect(back["crm"]?.string == "T-77")
            #expect(back["score"]?.int == 3)
            #expect(back["score"]?.double == 3)
            #expect(back["share"]?.double == 0.5)
            #expect(back["new"]?.bool == true)
            #expect(back["none"]?.isNull == true)
            #expect(back["tags"]?[1]?["b"]?.int == 1)
            #expect(back["tags"]?[2] == nil)
            #expect(back["crm"]?.int == nil)
        }

        @Test func integersOf64BitsStayWhole() throws {
            let company = NewBorrower(identifier: "1", metadata: ["large": 9_007_199_254_740_993])
            #expect(company.toJSON().contains("9007199254740993"))
            #expect(try NewBorrower.fromJSON(company.toJSON()).metadata["large"]?.int == 9_007_199_254_740_993)
        }

        @Test func openValuesKeepWhatIsNew() throws {
            #expect(IdentifierType(wire: "siren") == .siren)
            #expect(IdentifierType(wire: "martian") == .unknown(value: "martian"))
            #expect(!IdentifierType(wire: "martian").isKnown)
            #expect("\(IdentifierType.siren)" == "siren")
            #expect(IdentifierType.known.allSatisfy { IdentifierType(wire: $0.wire) == $0 })
            #expect(IdentifierType.known.count > 5)
            let borrower = try Borrower.fromJSON(#"{"identifier":"1","status":"BRAND_NEW"}"#)
            #expect(borrower.status == .unknown(value: "BRAND_NEW"))
            #expect(borrower.toJSON() == #"{"identifier":"1","status":"BRAND_NEW"}"#)
        }

        @Test func modelsAreValues() throws {
            var one = french(1)
            let other = one
            #expect(one == other)
            one.name = "Autre"
            one.directors = [Director(firstName: "A")]
            #expect(one != other)
            #expect(Set([one, other, other]).count == 2)
        }

        @Test func whatIsWrongIsFoundBeforeSending() throws {
            let problems = NewBorrower(identifier: "899021021", identifierType: .siren, accountNumber: "FR00")
                .validate()
            #expect(problems.map(\.pointer) == ["/identifier", "/account_number"])
            #expect(problems.map(\.severity) == [.warning, .error])
            #expect(NewBorrower(identifier: "HRB 1 B", identifierType: .hrNummer).validate(directDebit: true).count > 0)
        }
    }
}
