package fairshare

import java.sql.Connection
import java.sql.DataTruncation
import java.sql.DatabaseMetaData
import java.sql.SQLNonTransientConnectionException
import java.sql.SQLNonTransientException
import java.sql.Timestamp

import org.apache.commons.lang3.exception.ExceptionUtils
import org.apache.ofbiz.base.util.UtilDateTime
import org.apache.ofbiz.entity.GenericValue
import org.apache.ofbiz.entity.condition.EntityCondition
import org.apache.ofbiz.entity.datasource.GenericHelperInfo
import org.apache.ofbiz.entity.transaction.TransactionFactoryLoader
import org.apache.ofbiz.entity.util.EntityUtilProperties
import org.apache.ofbiz.service.ExecutionServiceException

/*
 * What Fairshare calls. The permissions are in servicedef/services.xml and are
 * checked before anything here runs. Inside, OFBiz's own services run as "system",
 * so that the account Fairshare logs in with needs no right but FAIRSHARE_FINANCE,
 * and FAIRSHARE_DESK where people record credits with Fairshare: then each call names
 * the login in whose name it is, and it is that login's rights that are asked for here.
 * Every service is one transaction, and every one may be repeated: the id that the
 * caller chose says whether it was done before.
 */

/** Which component, OFBiz and database these are, and their clock. */
Map fairshareVersions() {
    List<String> held = ['VIEW', 'FINANCE', 'CREDIT', 'ADMIN'].findAll { security.hasEntityPermission('FAIRSHARE', "_${it}", userLogin) }
    if (security.hasPermission('FAIRSHARE_DESK', userLogin)) { // ADMIN does not include it
        held << 'DESK'
    }
    return success([component: '2',
                    ofbiz: new File(System.getProperty('ofbiz.home'), 'VERSION').text.trim(),
                    entityEngine: delegator.getDelegatorName(),
                    database: databaseText(),
                    zone: TimeZone.getDefault().getID(),
                    now: UtilDateTime.nowTimestamp().toInstant().toString(),
                    managerRole: managerRole(),
                    permissions: held.collect { "FAIRSHARE_${it}" }.join(' ')])
}

/** The name, product and version of the database behind the entity Invoice. */
String databaseText() {
    GenericHelperInfo helper = delegator.getGroupHelperInfo(delegator.getEntityGroupName('Invoice'))
    Connection connection = TransactionFactoryLoader.getInstance().getConnection(helper)
    try {
        DatabaseMetaData data = connection.getMetaData()
        return "${connection.getCatalog()} ${data.getDatabaseProductName()} ${data.getDatabaseProductVersion()}"
    } finally {
        connection.close()
    }
}

/** Writes an invoice whole, or finds that it is there already. */
Map fairshareWriteInvoice() {
    return refusing { writeInvoice() }
}

Map writeInvoice() {
    String wrong = wrongInvoice()
    if (wrong) {
        return error("Fairshare: invoice ${parameters.invoiceId}: ${wrong}")
    }
    GenericValue invoice = from('Invoice').where(invoiceId: parameters.invoiceId).queryOne()
    boolean create = invoice == null
    if (create) {
        invoice = createWholeInvoice()
    } else {
        List<String> differences = invoiceDifferences(invoice)
        if (differences) {
            return error("Fairshare: invoice ${invoice.invoiceId} is there with other content: ${differences.join('; ')}")
        }
    }
    List<GenericValue> items = from('InvoiceItem').where(invoiceId: invoice.invoiceId).queryList()
    return success([invoiceId: invoice.invoiceId,
                    statusId: invoice.statusId,
                    total: plain(items.sum { it.amount * it.quantity }),
                    itemCount: items.size().toString(),
                    created: create ? 'Y' : 'N'])
}

/** Cancels an invoice of a settlement that nobody has taken on. */
Map fairshareCancelInvoice() {
    return refusing { cancelInvoice() }
}

Map cancelInvoice() {
    GenericValue invoice = from('Invoice').where(invoiceId: parameters.invoiceId).queryOne()
    if (!invoice) {
        return success([invoiceId: parameters.invoiceId, found: 'N'])
    }
    if (invoice.referenceNumber != parameters.referenceNumber) {
        return error("Fairshare: invoice ${invoice.invoiceId} is of ${invoice.referenceNumber}, not of ${parameters.referenceNumber}: it stays as it is")
    }
    boolean untouched = invoice.statusId in ['INVOICE_IN_PROCESS', 'INVOICE_APPROVED'] &&
            from('PaymentApplication').where(invoiceId: invoice.invoiceId).queryCount() == 0
    if (untouched) {
        run service: 'setInvoiceStatus', with: [invoiceId: invoice.invoiceId, statusId: 'INVOICE_CANCELLED', userLogin: systemLogin()]
        invoice.refresh()
    }
    return success([invoiceId: invoice.invoiceId, found: 'Y', statusId: invoice.statusId])
}

/** Attaches a document to a party, or renews the bytes of the one of that id. */
Map fairshareAttachDocument() {
    return refusing { attachDocument() }
}

Map attachDocument() {
    String wrong = wrongDocument()
    if (wrong) {
        return error("Fairshare: document ${parameters.contentId}: ${wrong}")
    }
    byte[] bytes = parameters.contentBase64.decodeBase64()
    GenericValue content = from('Content').where(contentId: parameters.contentId).queryOne()
    if (content) {
        GenericValue hangs = from('PartyContent').where(contentId: content.contentId, partyId: parameters.partyId).queryFirst()
        GenericValue resource = from('DataResource').where(dataResourceId: content.contentId).queryOne()
        if (!hangs || resource?.dataResourceName != parameters.name || content.dataResourceId != content.contentId) {
            return error("Fairshare: document ${content.contentId} is there and is another one")
        }
        resource.dataResourceTypeId = parameters.dataResourceTypeId
        resource.store()
    } else {
        createDocument()
    }
    storeBytes(bytes)
    return success([contentId: parameters.contentId,
                    dataResourceId: parameters.contentId,
                    bytes: bytes.length.toString(),
                    created: content ? 'N' : 'Y'])
}

/** Proposes credit: pieces of an activity in a facility, on hold until somebody decides. */
Map fairshareProposeCredit() {
    return refusing { proposeCredit() }
}

Map proposeCredit() {
    GenericValue login = actingLogin()
    String wrong = wrongCredit() ?: wrongLogin(login) ?: mayNotPropose(login)
    if (wrong) {
        return error("Fairshare: credit ${parameters.inventoryItemId}: ${wrong}")
    }
    GenericValue item = from('InventoryItem').where(inventoryItemId: parameters.inventoryItemId).queryOne()
    boolean create = item == null
    if (create) {
        item = createCredit(login)
        logInfo("Fairshare: ${userLogin.userLoginId} in the name of ${login.userLoginId}: credit ${item.inventoryItemId} proposed")
    }
    GenericValue detail = from('InventoryItemDetail').where(inventoryItemId: item.inventoryItemId).orderBy('inventoryItemDetailSeqId').queryFirst()
    if (!create) {
        List<String> differences = creditDifferences(item, detail)
        if (differences) {
            return error("Fairshare: credit ${item.inventoryItemId} is there with other content: ${differences.join('; ')}")
        }
    }
    return success([inventoryItemId: item.inventoryItemId,
                    inventoryItemDetailSeqId: detail.inventoryItemDetailSeqId,
                    statusId: item.statusId,
                    created: create ? 'Y' : 'N'])
}

/** Approves or rejects a credit that is on hold. */
Map fairshareDecideCredit() {
    return refusing { decideCredit() }
}

Map decideCredit() {
    String id = parameters.inventoryItemId
    // Changes nothing, and lets one decision wait for another until its end.
    Map type = [inventoryItemTypeId: 'NON_SERIAL_INV_ITEM']
    delegator.storeByCondition('InventoryItem', type, EntityCondition.makeCondition([inventoryItemId: id, *: type]))
    GenericValue login = actingLogin()
    GenericValue item = from('InventoryItem').where(inventoryItemId: id, *: type).queryFirst()
    String wrong = wrongDecision(item) ?: wrongLogin(login) ?: mayNotDecide(login, item)
    if (wrong) {
        return error("Fairshare: credit ${id}: ${wrong}")
    }
    String state = creditState(item)
    boolean change = state == 'PROPOSED'
    if (!change && state != parameters.decision) {
        return error("Fairshare: credit ${id} was ${state.toLowerCase()} already: correct it with a physical inventory, or propose it anew")
    }
    if (change) {
        storeDecision(item, login)
        logInfo("Fairshare: ${userLogin.userLoginId} in the name of ${login.userLoginId}: credit ${id} ${parameters.decision.toLowerCase()}")
    }
    return success([inventoryItemId: id, statusId: item.statusId, changed: change ? 'Y' : 'N'])
}

// Invoices.

/**
 * Header, items, attributes, associations and roles. createInvoice puts the
 * company's preferred currency in the place of the given one, and it and
 * createInvoiceItem refuse texts with & or quotes: those fields are stored behind them.
 */
GenericValue createWholeInvoice() {
    GenericValue system = systemLogin()
    run service: 'createInvoice', with: [invoiceId: parameters.invoiceId,
                                         invoiceTypeId: parameters.invoiceTypeId,
                                         partyIdFrom: parameters.partyIdFrom,
                                         partyId: parameters.partyId,
                                         statusId: 'INVOICE_IN_PROCESS',
                                         invoiceDate: Timestamp.valueOf(parameters.invoiceDate),
                                         currencyUomId: parameters.currencyUomId,
                                         userLogin: system]
    GenericValue invoice = from('Invoice').where(invoiceId: parameters.invoiceId).queryOne()
    invoice.currencyUomId = parameters.currencyUomId
    invoice.referenceNumber = parameters.referenceNumber
    invoice.description = parameters.description ?: null
    invoice.store()
    parameters.items.each { createItem(it, system) }
    parameters.attributes.each { makeValue('InvoiceAttribute', [invoiceId: invoice.invoiceId, *: it]).create() }
    parameters.roles.each { makeValue('InvoiceRole', [invoiceId: invoice.invoiceId, *: it]).create() }
    parameters.associations.each { association(it).create() }
    if (parameters.statusId == 'INVOICE_READY') {
        run service: 'setInvoiceStatus', with: [invoiceId: invoice.invoiceId, statusId: 'INVOICE_READY', userLogin: system]
    }
    invoice.refresh()
    return invoice
}

/** An amount is given and never 0, so createInvoiceItem looks for no price. */
void createItem(Map item, GenericValue system) {
    run service: 'createInvoiceItem', with: [invoiceId: parameters.invoiceId,
                                             invoiceItemSeqId: item.invoiceItemSeqId,
                                             invoiceItemTypeId: item.invoiceItemTypeId,
                                             productId: item.productId ?: null,
                                             quantity: new BigDecimal(item.quantity),
                                             amount: new BigDecimal(item.amount),
                                             userLogin: system]
    if (item.description) {
        GenericValue row = from('InvoiceItem').where(invoiceId: parameters.invoiceId, invoiceItemSeqId: item.invoiceItemSeqId).queryOne()
        row.description = item.description
        row.store()
    }
}

/** The same item of another invoice is bound once, from the invoice's own date on. */
GenericValue association(Map given) {
    return makeValue('InvoiceItemAssoc', [invoiceIdFrom: given.invoiceIdFrom,
                                          invoiceItemSeqIdFrom: given.invoiceItemSeqIdFrom,
                                          invoiceIdTo: parameters.invoiceId,
                                          invoiceItemSeqIdTo: given.invoiceItemSeqIdTo,
                                          invoiceItemAssocTypeId: given.invoiceItemAssocTypeId,
                                          fromDate: Timestamp.valueOf(parameters.invoiceDate),
                                          quantity: given.quantity ? new BigDecimal(given.quantity) : null,
                                          amount: given.amount ? new BigDecimal(given.amount) : null])
}

/** What is wrong with the request itself; null where nothing is. */
String wrongInvoice() {
    Map<String, Integer> texts = [invoiceId: 20, invoiceTypeId: 20, partyIdFrom: 20, partyId: 20, currencyUomId: 20, referenceNumber: 60]
    String wrong = wrongTexts(parameters, texts) ?: wrongText('description', parameters.description, 255, true)
    if (wrong) {
        return wrong
    }
    if (!(parameters.statusId in ['INVOICE_IN_PROCESS', 'INVOICE_READY'])) {
        return 'statusId must be INVOICE_IN_PROCESS or INVOICE_READY'
    }
    if (!isTimestamp(parameters.invoiceDate)) {
        return 'invoiceDate must be as 2026-10-31 23:59:59.000'
    }
    return wrongItems() ?: wrongLists()
}

String wrongItems() {
    BigDecimal total = 0
    Set<String> seen = []
    if (!parameters.items) {
        return 'it has no items'
    }
    for (item in parameters.items) {
        String wrong = wrongItem(item)
        if (wrong) {
            return "item ${item instanceof Map ? item.invoiceItemSeqId : item}: ${wrong}"
        }
        if (!seen.add(item.invoiceItemSeqId)) {
            return "item ${item.invoiceItemSeqId} is there twice"
        }
        total += new BigDecimal(item.amount) * new BigDecimal(item.quantity)
    }
    if (!isDecimal(parameters.total) || total.compareTo(new BigDecimal(parameters.total)) != 0) {
        return "its items add up to ${plain(total)}, its total is ${parameters.total}"
    }
    return null
}

String wrongItem(Object item) {
    if (!(item instanceof Map)) {
        return 'it is no group of fields'
    }
    List<String> known = ['invoiceItemSeqId', 'invoiceItemTypeId', 'productId', 'quantity', 'amount', 'description']
    String wrong = wrongKeys(item, known) ?: wrongTexts(item, [invoiceItemSeqId: 20, invoiceItemTypeId: 20]) ?:
            wrongText('productId', item.productId, 20, true) ?: wrongText('description', item.description, 255, true)
    if (wrong) {
        return wrong
    }
    if (!isDecimal(item.quantity) || !isDecimal(item.amount)) {
        return 'quantity and amount must be texts such as "12.50"'
    }
    return new BigDecimal(item.amount) == 0 ? "amount is 0: OFBiz would put the product's price in its place" : null
}

String wrongLists() {
    for (given in parameters.attributes) {
        String wrong = wrongKeys(given, ['attrName', 'attrValue']) ?: wrongTexts(given, [attrName: 60, attrValue: 255])
        if (wrong) {
            return "attributes: ${wrong}"
        }
    }
    for (given in parameters.roles) {
        String wrong = wrongKeys(given, ['partyId', 'roleTypeId']) ?: wrongTexts(given, [partyId: 20, roleTypeId: 20])
        if (wrong) {
            return "roles: ${wrong}"
        }
    }
    Map<String, Integer> ids = [invoiceItemSeqIdTo: 20, invoiceIdFrom: 20, invoiceItemSeqIdFrom: 20, invoiceItemAssocTypeId: 20]
    for (given in parameters.associations) {
        String wrong = wrongKeys(given, ids.keySet() + ['quantity', 'amount']) ?: wrongTexts(given, ids)
        if (wrong || ['quantity', 'amount'].any { given[it] && !isDecimal(given[it]) }) {
            return "associations: ${wrong ?: 'quantity and amount must be texts such as "12.50"'}"
        }
    }
    return null
}

/** Where the invoice that is there is not the one that was asked for. */
List<String> invoiceDifferences(GenericValue invoice) {
    List<String> differences = []
    Map wanted = [invoiceTypeId: parameters.invoiceTypeId, partyIdFrom: parameters.partyIdFrom, partyId: parameters.partyId,
                  invoiceDate: Timestamp.valueOf(parameters.invoiceDate), currencyUomId: parameters.currencyUomId,
                  referenceNumber: parameters.referenceNumber, description: parameters.description ?: null]
    wanted.each { name, value -> differ(differences, name, value, invoice[name]) }
    if (invoice.statusId in ['INVOICE_CANCELLED', 'INVOICE_WRITEOFF']) {
        differences << "statusId is ${invoice.statusId}".toString()
    }
    List<GenericValue> items = from('InvoiceItem').where(invoiceId: invoice.invoiceId).queryList()
    differ(differences, 'number of items', parameters.items.size(), items.size())
    parameters.items.each { itemDifferences(differences, it, items.find { row -> row.invoiceItemSeqId == it.invoiceItemSeqId }) }
    parameters.attributes.each {
        differ(differences, "attribute ${it.attrName}", it.attrValue,
                from('InvoiceAttribute').where(invoiceId: invoice.invoiceId, attrName: it.attrName).queryOne()?.attrValue)
    }
    parameters.roles.each {
        differ(differences, "role ${it.roleTypeId} of ${it.partyId}", 1L, from('InvoiceRole').where(invoiceId: invoice.invoiceId, *: it).queryCount())
    }
    parameters.associations.each {
        GenericValue row = association(it)
        differ(differences, "association of ${it.invoiceItemSeqIdTo}", 1L, from('InvoiceItemAssoc').where(row.getPrimaryKey()).queryCount())
    }
    return differences
}

void itemDifferences(List<String> differences, Map wanted, GenericValue row) {
    String at = wanted.invoiceItemSeqId
    if (!row) {
        differences << "item ${at} is missing".toString()
        return
    }
    differ(differences, "${at} invoiceItemTypeId", wanted.invoiceItemTypeId, row.invoiceItemTypeId)
    differ(differences, "${at} productId", wanted.productId ?: null, row.productId)
    differ(differences, "${at} description", wanted.description ?: null, row.description)
    differ(differences, "${at} quantity", plain(new BigDecimal(wanted.quantity)), plain(row.quantity))
    differ(differences, "${at} amount", plain(new BigDecimal(wanted.amount)), plain(row.amount))
}

// Documents.

String wrongDocument() {
    String wrong = wrongTexts(parameters, [contentId: 20, partyId: 20, name: 255, title: 255, mimeTypeId: 250])
    if (wrong) {
        return wrong
    }
    if (!(parameters.dataResourceTypeId in ['ELECTRONIC_TEXT', 'OTHER_OBJECT'])) {
        return 'dataResourceTypeId must be ELECTRONIC_TEXT or OTHER_OBJECT'
    }
    return parameters.contentBase64 ==~ '[A-Za-z0-9+/]*={0,2}' ? null : 'contentBase64 is not Base64'
}

/** The rows are written as OFBiz's own services write them, without the keywords and owners that these add. */
void createDocument() {
    Timestamp now = UtilDateTime.nowTimestamp()
    String id = parameters.contentId
    Map both = [statusId: 'CTNT_PUBLISHED', mimeTypeId: parameters.mimeTypeId, createdDate: now, lastModifiedDate: now,
                createdByUserLogin: userLogin.userLoginId, lastModifiedByUserLogin: userLogin.userLoginId]
    makeValue('DataResource', [*: both, dataResourceId: id, dataResourceTypeId: parameters.dataResourceTypeId,
                               dataTemplateTypeId: 'NONE', dataResourceName: parameters.name, isPublic: 'N']).create()
    makeValue('Content', [*: both, contentId: id, contentTypeId: 'DOCUMENT', dataResourceId: id, contentName: parameters.title]).create()
    makeValue('PartyContent', [partyId: parameters.partyId, contentId: id, partyContentTypeId: 'INTERNAL', fromDate: now]).create()
}

void storeBytes(byte[] bytes) {
    boolean isText = parameters.dataResourceTypeId == 'ELECTRONIC_TEXT'
    GenericValue row = makeValue(isText ? 'ElectronicText' : 'OtherDataResource', [dataResourceId: parameters.contentId])
    if (isText) {
        row.textData = new String(bytes, 'UTF-8')
    } else {
        row.setBytes('dataResourceContent', bytes)
    }
    delegator.createOrStore(row)
}

// Credits.

String wrongCredit() {
    String wrong = wrongTexts(parameters, [inventoryItemId: 20, productId: 20, facilityId: 20, softIdentifier: 255]) ?:
            wrongText('workEffortId', parameters.workEffortId, 20, true) ?: wrongText('comments', parameters.comments, 255, true)
    if (wrong) {
        return wrong
    }
    if (!(parameters.quantity ==~ '[0-9]{1,9}([.][0-9]{1,6})?') || new BigDecimal(parameters.quantity) == 0) {
        return 'quantity must be a text such as "2.5", and more than 0'
    }
    if (parameters.effectiveDate && !isTimestamp(parameters.effectiveDate)) {
        return 'effectiveDate must be as 2026-10-31 23:59:59.000'
    }
    if (!from('Facility').where(facilityId: parameters.facilityId).queryOne()?.ownerPartyId) {
        return "facility ${parameters.facilityId} is not there or has no owner"
    }
    return from('Product').where(productId: parameters.productId).queryOne() ? null : "there is no product ${parameters.productId}"
}

/** Everyone with FAIRSHARE_CREDIT proposes for themselves, who decides on the activity for everyone. */
String mayNotPropose(GenericValue login) {
    boolean own = security.hasPermission('FAIRSHARE_CREDIT', login) && isAt(login.partyId, parameters.facilityId)
    return own || decides(login, parameters.productId) ? null :
            "${login.userLoginId} may not propose it: it takes FAIRSHARE_CREDIT and an own facility, the manager of ${parameters.productId}, or FAIRSHARE_ADMIN"
}

/** Nobody decides on their own credit, whatever their permissions. */
String mayNotDecide(GenericValue login, GenericValue item) {
    if (holds(login.partyId, item)) {
        return "nobody decides on credit for themselves, and it lies in a facility of ${login.userLoginId}'s party"
    }
    return decides(login, item.productId) ? null : "${login.userLoginId} may not decide: only the manager of ${item.productId} or FAIRSHARE_ADMIN may"
}

boolean decides(GenericValue login, String productId) {
    boolean manages = login.partyId && from('ProductRole').where(productId: productId, partyId: login.partyId, roleTypeId: managerRole()).filterByDate().queryCount() > 0
    return manages || security.hasPermission('FAIRSHARE_ADMIN', login)
}

/** The role on a product that makes its party the manager: Fairshare's people.manager_role. */
String managerRole() {
    return EntityUtilProperties.getPropertyValue('fairshare', 'people.manager_role', 'MANAGER', delegator)
}

/** The database compares ids, by its own rules. */
boolean isAt(String partyId, String facilityId) {
    return partyId && (from('Facility').where(facilityId: facilityId, ownerPartyId: partyId).queryCount() > 0 ||
            from('FacilityParty').where(facilityId: facilityId, partyId: partyId).filterByDate().queryCount() > 0)
}

/** Whoever has, had or will have to do with the facility, or owns the item. */
boolean holds(String partyId, GenericValue item) {
    return partyId && (from('InventoryItem').where(inventoryItemId: item.inventoryItemId, ownerPartyId: partyId).queryCount() > 0 ||
            from('Facility').where(facilityId: item.facilityId, ownerPartyId: partyId).queryCount() > 0 ||
            from('FacilityParty').where(facilityId: item.facilityId, partyId: partyId).queryCount() > 0)
}

/**
 * createInventoryItem would choose the id itself, and createInventoryItemDetail the
 * time. A credit is a weight and not money: it has no cost. The entity's own ECAs add
 * the first InventoryItemStatus as "system", and the sums when the detail comes.
 */
GenericValue createCredit(GenericValue login) {
    Timestamp effective = parameters.effectiveDate ? Timestamp.valueOf(parameters.effectiveDate) : UtilDateTime.nowTimestamp()
    BigDecimal quantity = new BigDecimal(parameters.quantity)
    GenericValue item = makeValue('InventoryItem', [inventoryItemId: parameters.inventoryItemId,
                                                    inventoryItemTypeId: 'NON_SERIAL_INV_ITEM',
                                                    productId: parameters.productId,
                                                    facilityId: parameters.facilityId,
                                                    ownerPartyId: from('Facility').where(facilityId: parameters.facilityId).queryOne().ownerPartyId,
                                                    statusId: 'INV_NS_ON_HOLD',
                                                    datetimeReceived: effective,
                                                    softIdentifier: parameters.softIdentifier,
                                                    comments: parameters.comments ?: null])
    item.create()
    Map made = run service: 'createInventoryItemDetail', with: [inventoryItemId: item.inventoryItemId,
                                                                quantityOnHandDiff: quantity,
                                                                availableToPromiseDiff: quantity,
                                                                workEffortId: parameters.workEffortId ?: null,
                                                                description: parameters.comments ?: null,
                                                                userLogin: systemLogin()]
    GenericValue detail = from('InventoryItemDetail').where(inventoryItemId: item.inventoryItemId, inventoryItemDetailSeqId: made.inventoryItemDetailSeqId).queryOne()
    detail.effectiveDate = effective
    detail.store()
    from('InventoryItemStatus').where(inventoryItemId: item.inventoryItemId).queryList().each {
        it.changeByUserLoginId = login.userLoginId
        it.store()
    }
    item.refresh()
    return item
}

List<String> creditDifferences(GenericValue item, GenericValue detail) {
    List<String> differences = []
    differ(differences, 'productId', parameters.productId, item.productId)
    differ(differences, 'facilityId', parameters.facilityId, item.facilityId)
    differ(differences, 'softIdentifier', parameters.softIdentifier, item.softIdentifier)
    differ(differences, 'quantity', plain(new BigDecimal(parameters.quantity)), plain(detail?.quantityOnHandDiff))
    differ(differences, 'workEffortId', parameters.workEffortId ?: null, detail?.workEffortId)
    return differences
}

String wrongDecision(GenericValue item) {
    String wrong = wrongTexts(parameters, [inventoryItemId: 20]) ?: wrongText('reason', parameters.reason, 255, parameters.decision != 'REJECTED')
    if (wrong) {
        return wrong
    }
    if (!(parameters.decision in ['APPROVED', 'REJECTED'])) {
        return 'decision must be APPROVED or REJECTED'
    }
    boolean proposed = item && (item.statusId == 'INV_NS_ON_HOLD' ||
            from('InventoryItemStatus').where(inventoryItemId: item.inventoryItemId, statusId: 'INV_NS_ON_HOLD').queryCount() > 0)
    return proposed ? null : 'there is no proposed credit of that id'
}

String creditState(GenericValue item) {
    return item.statusId == 'INV_NS_ON_HOLD' ? 'PROPOSED' : item.statusId == 'INV_NS_DEFECTIVE' ? 'REJECTED' : 'APPROVED'
}

/**
 * An approved item has no status and counts from now, which InventoryItemStatus tells.
 * A rejected one gets a detail that takes its pieces away, so that nothing is deleted,
 * and is defective: OFBiz's screens then list neither as on hold.
 */
void storeDecision(GenericValue item, GenericValue login) {
    Timestamp now = UtilDateTime.nowTimestamp()
    boolean approved = parameters.decision == 'APPROVED'
    if (!approved) {
        takeAway(item, login)
    }
    List<GenericValue> statuses = from('InventoryItemStatus').where(inventoryItemId: item.inventoryItemId).queryList()
    if (!statuses.any { it.statusId == 'INV_NS_ON_HOLD' }) { // without it the pieces would count from a day in the past
        statuses << makeStatus(item, 'INV_NS_ON_HOLD', now, null)
        statuses.last().create()
    }
    statuses.findAll { !it.statusEndDatetime }.each {
        it.statusEndDatetime = now
        it.store()
    }
    makeStatus(item, approved ? 'INV_AVAILABLE' : 'INV_NS_DEFECTIVE', now, login.userLoginId).create()
    item.refresh()
    item.statusId = approved ? null : 'INV_NS_DEFECTIVE'
    item.store()
}

GenericValue makeStatus(GenericValue item, String statusId, Timestamp at, String by) {
    return makeValue('InventoryItemStatus', [inventoryItemId: item.inventoryItemId, statusId: statusId, statusDatetime: at,
                                             productId: item.productId, changeByUserLoginId: by])
}

void takeAway(GenericValue item, GenericValue login) {
    Map taken = [:]
    List<GenericValue> details = from('InventoryItemDetail').where(inventoryItemId: item.inventoryItemId).queryList()
    ['quantityOnHandDiff', 'availableToPromiseDiff', 'accountingQuantityDiff'].each { name ->
        taken[name] = -details.sum(BigDecimal.ZERO) { it[name] ?: BigDecimal.ZERO }
    }
    run service: 'createInventoryItemDetail', with: [inventoryItemId: item.inventoryItemId, *: taken, userLogin: systemLogin(),
                                                     description: "rejected by ${login.userLoginId}: ${parameters.reason}".toString().take(255)]
}

// What all of them need.

/**
 * OFBiz answers an exception with 500, which leaves open what happened. What another
 * service refuses, and what the database will never take, is answered as an error:
 * nothing of it is there. A lost connection or a lock that somebody held stays an exception.
 */
Map refusing(Closure<Map> work) {
    try {
        return work()
    } catch (Exception e) {
        Throwable root = ExceptionUtils.getRootCause(e) ?: e
        boolean never = root instanceof ExecutionServiceException || root instanceof DataTruncation ||
                root instanceof SQLNonTransientException && !(root instanceof SQLNonTransientConnectionException)
        if (!never) {
            throw e
        }
        return error("Fairshare: ${root.getMessage()}")
    }
}

/** The login in whose name a call is: the one it names, or the account's own. */
GenericValue actingLogin() {
    return from('UserLogin').where(userLoginId: parameters.asLogin ?: userLogin.userLoginId).queryOne()
}

/**
 * Whoever may call with FAIRSHARE_DESK has the rights of everybody it names, and not
 * one more. It is a permission of its own: FAIRSHARE_ADMIN does not include it.
 */
String wrongLogin(GenericValue login) {
    String named = parameters.asLogin ?: userLogin.userLoginId
    if (named != userLogin.userLoginId && !security.hasPermission('FAIRSHARE_DESK', userLogin)) {
        return "${userLogin.userLoginId} may act in nobody's name but its own: FAIRSHARE_DESK is needed"
    }
    if (!login) {
        return "there is no login ${named}"
    }
    return login.enabled == 'N' ? "the login ${named} is disabled" : wrongText('asLogin', named, 250, false)
}

GenericValue systemLogin() {
    return from('UserLogin').where(userLoginId: 'system').cache().queryOne()
}

void differ(List<String> differences, String name, Object wanted, Object found) {
    if (wanted != found) {
        differences << "${name} is ${found}, asked for was ${wanted}".toString()
    }
}

/** A number without exponent and trailing zeros, so that equal numbers are equal texts. */
String plain(BigDecimal number) {
    return number == null ? null : number == 0 ? '0' : number.stripTrailingZeros().toPlainString()
}

boolean isDecimal(Object value) {
    return value instanceof String && value ==~ '-?[0-9]{1,15}([.][0-9]{1,3})?'
}

boolean isTimestamp(Object value) {
    if (!(value ==~ '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}')) {
        return false
    }
    // valueOf takes 31 February for 3 March, and so an hour that the clocks jump over.
    return Timestamp.valueOf(value).toString().startsWith(value.replaceAll('0{1,2}$', ''))
}

String wrongKeys(Object given, Collection<String> known) {
    if (!(given instanceof Map)) {
        return 'each must be a group of fields'
    }
    Set<String> unknown = given.keySet() - known
    return unknown ? "unknown fields ${unknown}" : null
}

String wrongTexts(Map given, Map<String, Integer> lengths) {
    return lengths.findResult { name, length -> wrongText(name, given[name], length, false) }
}

String wrongText(String name, Object value, int length, boolean optional) {
    if (value == null || value == '') {
        return optional ? null : "${name} is missing"
    }
    if (!(value instanceof String) || value.length() > length || value =~ /[<>\p{Cntrl}]/) {
        return "${name} must be a text of at most ${length} characters without < and >"
    }
    return null
}
