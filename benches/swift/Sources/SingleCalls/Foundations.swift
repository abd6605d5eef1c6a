import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The models with Codable. Their names are those on the wire, so that no key is converted.
enum Model {
    enum Role: String, Codable { case director = "DIRECTOR", nonDirector = "NON_DIRECTOR" }

    enum Kind: String, Codable { case people, business, siren, siret, iban, bic, vat_number }

    enum Status: String, Codable {
        case allPaymentSetup = "ALL_PAYMENT_SETUP", blocked = "BLOCKED", deactivated = "DEACTIVATED"
        case prohibited = "PROHIBITED", ready = "READY", sddSetup = "SDD_SETUP", signed = "SIGNED", toSign = "TO_SIGN"
    }

    struct Address: Codable {
        var address_line_1: String?
        var address_line_2: String?
        var city: String?
        var country: String?
        var postal_code: String?
        var state: String?
    }

    struct Director: Codable {
        var id: String?
        var role: Role?
        var entity_type: Kind?
        var first_name: String?
        var last_name: String?
        var birth_date: String?
        var nationality: String?
        var business_email: String?
        var address: Address?
    }

    struct NewBorrower: Codable {
        var identifier: String
        var identifier_type: Kind?
        var name: String?
        var legal_form: String?
        var vat_number: String?
        var address: Address?
        var directors: [Director]?
        var account_number: String?
        var preferred_language: String?
        var signed_at: Date?
        var metadata: [String: String]?
    }

    struct Account: Codable {
        var account_number: String
        var account_number_type: Kind
        var bank_identifier: String
        var bank_identifier_type: Kind
        var account_name: String?
    }

    struct Borrower: Codable {
        var id: UUID?
        var identifier: String
        var identifier_type: Kind?
        var name: String?
        var legal_form: String?
        var vat_number: String?
        var status: Status?
        var status_reason: String?
        var signed_at: Date?
        var address: Address?
        var accounts: [Account]
        var directors: [Director]
        var next_actions: [String]
        var can_reonboard: Bool?
        var metadata: [String: String]
    }

    struct Page: Codable {
        var data: [Borrower]
        var next_page: String?
    }

    static func request() -> NewBorrower {
        let home = Address(
            address_line_1: "21 montée du Chemin-Neuf", city: "Lyon", country: "FRA", postal_code: "69005")
        let director = Director(
            role: .director, entity_type: .people, first_name: "Inès", last_name: "Garnier", birth_date: "1986-04-17",
            nationality: "FRA", business_email: "ines.garnier@brasserie-vallon.example", address: home)
        return NewBorrower(
            identifier: "874615305", identifier_type: .siren, name: "Brasserie du Vallon SAS", legal_form: "SAS",
            vat_number: "FR01874615305",
            address: Address(
                address_line_1: "8 quai des Tanneurs", city: "Lyon", country: "FRA", postal_code: "69001"),
            directors: [director], account_number: "FR7611111000870000874615333", preferred_language: "fr",
            signed_at: signedAt, metadata: ["crm_id": "C-2041"])
    }
}

struct Refused: Error {}

/// URLSession with Codable.
struct Foundations: Peer {
    let url: String
    let session = URLSession(configuration: .ephemeral)
    let encoder = JSONEncoder()
    let decoder = JSONDecoder()

    init(_ url: String) {
        self.url = "\(url)/borrowers"
        encoder.dateEncodingStrategy = .iso8601
        decoder.dateDecodingStrategy = .iso8601
    }

    func send(_ method: String, _ address: String, _ body: Data?) async throws -> Data {
        var request = URLRequest(url: URL(string: address)!)
        request.httpMethod = method
        request.setValue("Bearer bench-key", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = body
        let (data, answer) = try await session.data(for: request)
        guard let answer = answer as? HTTPURLResponse, 200..<300 ~= answer.statusCode else { throw Refused() }
        return data
    }

    func post() async throws -> Int {
        let answer = try await send("POST", url, try encoder.encode(Model.request()))
        let borrower = try decoder.decode(Model.Borrower.self, from: answer)
        use(borrower.id, borrower.status, borrower.name)
        return 1
    }

    func list() async throws -> Int {
        var (items, next) = (0, String?.none)
        repeat {
            let page = try decoder.decode(
                Model.Page.self, from: try await send("GET", url + (next.map { "?cursor=\($0)" } ?? ""), nil))
            for borrower in page.data { use(borrower.identifier, borrower.status) }
            items += page.data.count
            next = page.next_page
        } while next != nil
        return items
    }

    /// Codable has no check digits.
    func validate() throws -> Int { 0 }
}
