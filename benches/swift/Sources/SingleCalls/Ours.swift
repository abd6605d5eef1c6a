import Defacto
import Foundation

let signedAt = Date(timeIntervalSince1970: 1_768_469_040)

func request() -> NewBorrower {
    let home = Address(addressLine1: "21 montée du Chemin-Neuf", city: "Lyon", country: "FRA", postalCode: "69005")
    let director = Director(
        role: .director, entityType: .people, firstName: "Inès", lastName: "Garnier",
        birthDate: CivilDate(year: 1986, month: 4, day: 17), nationality: "FRA",
        businessEmail: "ines.garnier@brasserie-vallon.example", address: home)
    return NewBorrower(
        identifier: "874615305", identifierType: .siren, name: "Brasserie du Vallon SAS", legalForm: "SAS",
        vatNumber: "FR01874615305",
        address: BusinessAddress(
            addressLine1: "8 quai des Tanneurs", city: "Lyon", country: "FRA", postalCode: "69001"),
        directors: [director], accountNumber: "FR7611111000870000874615333", preferredLanguage: "fr",
        signedAt: signedAt, metadata: ["crm_id": "C-2041"])
}

/// Keeps a value from being optimised away.
@inline(never)
func use<each Value>(_: repeat each Value) {}

/// This SDK with its blocking calls.
struct Ours: Peer {
    let client: Client
    let ready = request()

    init(_ url: String) throws {
        client = try Client(apiKey: "bench-key", environment: .url(url))
    }

    func post() async throws -> Int { try blockingPost() }

    // Swift takes the blocking calls outside asynchronous functions.
    private func blockingPost() throws -> Int {
        let borrower = try client.borrowers.enroll(request())
        use(borrower.id, borrower.status, borrower.name)
        return 1
    }

    func list() async throws -> Int { try blockingList() }

    private func blockingList() throws -> Int {
        var (pages, items) = (client.borrowers.list(), 0)
        while let borrower = try pages.next() {
            use(borrower.identifier, borrower.status)
            items += 1
        }
        return items
    }

    func validate() throws -> Int { ready.validate().count }
}

/// This SDK with `await`.
struct OursAsync: Peer {
    let client: Client
    let ready = request()

    init(_ url: String) throws {
        client = try Client(apiKey: "bench-key", environment: .url(url))
    }

    func post() async throws -> Int {
        let borrower = try await client.borrowers.enroll(request())
        use(borrower.id, borrower.status, borrower.name)
        return 1
    }

    func list() async throws -> Int {
        var items = 0
        for try await borrower in client.borrowers.list() {
            use(borrower.identifier, borrower.status)
            items += 1
        }
        return items
    }

    func validate() throws -> Int { ready.validate().count }
}
