BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'journal','events','2026-11-23 02:27:57.152083+00:00');
CREATE TABLE day (
            day TEXT PRIMARY KEY,
            first_seq INTEGER NOT NULL,
            first_ticket INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "day" VALUES('2026-11-23',1,1);
INSERT INTO "day" VALUES('2026-11-24',18,5);
CREATE TABLE event (
            seq INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            body BLOB NOT NULL,
            chain BLOB NOT NULL
        ) STRICT
        ;
INSERT INTO "event" VALUES(1,1795395720000,'day.opened',CAST('{"seq":1,"at":"2026-11-23T08:02:00+07:00","day":"2026-11-23","first_ticket":1}' AS BLOB),X'90ADCF51654AAFD8DD9DAAD6FC4A9B2F');
INSERT INTO "event" VALUES(2,1795395720000,'counter.opened',CAST('{"seq":2,"at":"2026-11-23T08:02:00+07:00","counter":"q1","clerk":"hoai"}' AS BLOB),X'75F49295C9F0EACBBBD15A1E34683E43');
INSERT INTO "event" VALUES(3,1795395840000,'ticket.issued',CAST('{"seq":3,"at":"2026-11-23T08:04:00+07:00","ticket":1,"number":"A001","service":"chung-thuc","procedures":["2.000815"],"missing":["to-khai"],"priority":false,"lang":"vi","device":"kiosk-1","wait":{"low":0,"high":0}}' AS BLOB),X'DAD53369EA601B5FBF27C637925B843C');
INSERT INTO "event" VALUES(4,1795395960000,'ticket.issued',CAST('{"seq":4,"at":"2026-11-23T08:06:00+07:00","ticket":2,"number":"A002","service":"chung-thuc","procedures":[],"missing":[],"priority":true,"lang":"vi","device":"kiosk-1","wait":{"low":300,"high":1500}}' AS BLOB),X'D54236A693BFF5E7E0E183E1563474D2');
INSERT INTO "event" VALUES(5,1795396080000,'ticket.issued',CAST('{"seq":5,"at":"2026-11-23T08:08:00+07:00","ticket":3,"number":"B001","service":"ho-tich","procedures":[],"missing":[],"priority":false,"lang":"en","device":"kiosk-1","wait":null}' AS BLOB),X'8183523434890272E60A5A0904DD710B');
INSERT INTO "event" VALUES(6,1795396200000,'ticket.printed',CAST('{"seq":6,"at":"2026-11-23T08:10:00+07:00","ticket":3,"number":"B001","service":"ho-tich","printed":"no","detail":"paper"}' AS BLOB),X'6280545A36B02E9F64600A3EBD82AAF6');
INSERT INTO "event" VALUES(7,1795396320000,'ticket.called',CAST('{"seq":7,"at":"2026-11-23T08:12:00+07:00","ticket":1,"number":"A001","service":"chung-thuc","counter":"q1","n":1,"because":{"rule":"first_come","data":{"issued_at":"2026-11-23T08:04:00+07:00","waiting":2}}}' AS BLOB),X'7A9A7075423F53DEE5B4E11C719963E4');
INSERT INTO "event" VALUES(8,1795396440000,'ticket.called',CAST('{"seq":8,"at":"2026-11-23T08:14:00+07:00","ticket":1,"number":"A001","service":"chung-thuc","counter":"q1","n":2,"because":null}' AS BLOB),X'091AEAC77BD96D710D0B55B09CCA8D29');
INSERT INTO "event" VALUES(9,1795396560000,'ticket.started',CAST('{"seq":9,"at":"2026-11-23T08:16:00+07:00","ticket":1,"number":"A001","service":"chung-thuc","counter":"q1"}' AS BLOB),X'2B9D23F82C718EDE0A07FF710811E327');
INSERT INTO "event" VALUES(10,1795396680000,'ticket.done',CAST('{"seq":10,"at":"2026-11-23T08:18:00+07:00","ticket":1,"number":"A001","service":"chung-thuc","counter":"q1","outcome":"xong","dossier":"H27-1"}' AS BLOB),X'0488D082C65790E3DD24E568CD0D4815');
INSERT INTO "event" VALUES(11,1795396800000,'ticket.called',CAST('{"seq":11,"at":"2026-11-23T08:20:00+07:00","ticket":2,"number":"A002","service":"chung-thuc","counter":"q1","n":1,"because":{"rule":"first_come","data":{"issued_at":"2026-11-23T08:06:00+07:00","waiting":1}}}' AS BLOB),X'45A625F26114D5BCFC87EC7D343130EC');
INSERT INTO "event" VALUES(12,1795396920000,'ticket.no_show',CAST('{"seq":12,"at":"2026-11-23T08:22:00+07:00","ticket":2,"number":"A002","service":"chung-thuc","counter":"q1"}' AS BLOB),X'9FDB64BAD8DD269C0DDADB3CA3BF8F3B');
INSERT INTO "event" VALUES(13,1795397040000,'ticket.issued',CAST('{"seq":13,"at":"2026-11-23T08:24:00+07:00","ticket":4,"number":"A003","service":"chung-thuc","procedures":[],"missing":[],"priority":false,"lang":"vi","device":"kiosk-1","wait":{"low":0,"high":0}}' AS BLOB),X'B08C74329E3795CAE4B9EF141C29E342');
INSERT INTO "event" VALUES(14,1795397160000,'counter.closed',CAST('{"seq":14,"at":"2026-11-23T08:26:00+07:00","counter":"q1"}' AS BLOB),X'7C632B4B0078A9CCFC82296BBE863CFF');
INSERT INTO "event" VALUES(15,1795482000000,'ticket.expired',CAST('{"seq":15,"at":"2026-11-24T08:00:00+07:00","ticket":3,"number":"B001","service":"ho-tich","counter":null}' AS BLOB),X'248DCD2EEFCB80723B74D19AF160FE82');
INSERT INTO "event" VALUES(16,1795482000000,'ticket.expired',CAST('{"seq":16,"at":"2026-11-24T08:00:00+07:00","ticket":4,"number":"A003","service":"chung-thuc","counter":null}' AS BLOB),X'1A01AEFE728A1C01A7149374ACE1D0EA');
INSERT INTO "event" VALUES(17,1795482000000,'day.closed',CAST('{"seq":17,"at":"2026-11-24T08:00:00+07:00","day":"2026-11-23"}' AS BLOB),X'44A45CF95DEE00D51A59944EC3150531');
INSERT INTO "event" VALUES(18,1795482000000,'day.opened',CAST('{"seq":18,"at":"2026-11-24T08:00:00+07:00","day":"2026-11-24","first_ticket":5}' AS BLOB),X'D86C9B218C934C96991254820FFF374E');
INSERT INTO "event" VALUES(19,1795482120000,'counter.opened',CAST('{"seq":19,"at":"2026-11-24T08:02:00+07:00","counter":"q1","clerk":"hoai"}' AS BLOB),X'AF2CFD64D445B78FA65282965BB3D0F7');
INSERT INTO "event" VALUES(20,1795482240000,'ticket.issued',CAST('{"seq":20,"at":"2026-11-24T08:04:00+07:00","ticket":5,"number":"A001","service":"chung-thuc","procedures":["2.000815"],"missing":["to-khai"],"priority":false,"lang":"vi","device":"kiosk-1","wait":{"low":0,"high":0}}' AS BLOB),X'26B1E613FEC815ED9E46C9217DDDAA68');
INSERT INTO "event" VALUES(21,1795482360000,'ticket.issued',CAST('{"seq":21,"at":"2026-11-24T08:06:00+07:00","ticket":6,"number":"A002","service":"chung-thuc","procedures":[],"missing":[],"priority":true,"lang":"vi","device":"kiosk-1","wait":{"low":300,"high":1500}}' AS BLOB),X'3A024286D06C4A5FB96F1F0F2FEBC023');
INSERT INTO "event" VALUES(22,1795482480000,'ticket.issued',CAST('{"seq":22,"at":"2026-11-24T08:08:00+07:00","ticket":7,"number":"B001","service":"ho-tich","procedures":[],"missing":[],"priority":false,"lang":"en","device":"kiosk-1","wait":null}' AS BLOB),X'9EDC11650AB8EF7A5E30BE2C0BA19348');
INSERT INTO "event" VALUES(23,1795482600000,'ticket.printed',CAST('{"seq":23,"at":"2026-11-24T08:10:00+07:00","ticket":7,"number":"B001","service":"ho-tich","printed":"no","detail":"paper"}' AS BLOB),X'FB727E6EED8F94AF71CF6B25A6B155F9');
INSERT INTO "event" VALUES(24,1795482720000,'ticket.called',CAST('{"seq":24,"at":"2026-11-24T08:12:00+07:00","ticket":5,"number":"A001","service":"chung-thuc","counter":"q1","n":1,"because":{"rule":"first_come","data":{"issued_at":"2026-11-24T08:04:00+07:00","waiting":2}}}' AS BLOB),X'279BB3B03E7D631DF932487E19059A33');
INSERT INTO "event" VALUES(25,1795482840000,'ticket.called',CAST('{"seq":25,"at":"2026-11-24T08:14:00+07:00","ticket":5,"number":"A001","service":"chung-thuc","counter":"q1","n":2,"because":null}' AS BLOB),X'F44F8191444848B0BA0EE9F61B9DCADD');
INSERT INTO "event" VALUES(26,1795482960000,'ticket.started',CAST('{"seq":26,"at":"2026-11-24T08:16:00+07:00","ticket":5,"number":"A001","service":"chung-thuc","counter":"q1"}' AS BLOB),X'DB295B77BAE4976456F77F6653040D42');
INSERT INTO "event" VALUES(27,1795483080000,'ticket.done',CAST('{"seq":27,"at":"2026-11-24T08:18:00+07:00","ticket":5,"number":"A001","service":"chung-thuc","counter":"q1","outcome":"xong","dossier":"H27-1"}' AS BLOB),X'B07235B6F3F9D061940B019BAA4DD2DE');
INSERT INTO "event" VALUES(28,1795483200000,'ticket.called',CAST('{"seq":28,"at":"2026-11-24T08:20:00+07:00","ticket":6,"number":"A002","service":"chung-thuc","counter":"q1","n":1,"because":{"rule":"first_come","data":{"issued_at":"2026-11-24T08:06:00+07:00","waiting":1}}}' AS BLOB),X'7EA614CE194993D470B5D378C87392F0');
INSERT INTO "event" VALUES(29,1795483320000,'ticket.no_show',CAST('{"seq":29,"at":"2026-11-24T08:22:00+07:00","ticket":6,"number":"A002","service":"chung-thuc","counter":"q1"}' AS BLOB),X'36793131C70A6D6F89EC4D8A42983645');
INSERT INTO "event" VALUES(30,1795483440000,'ticket.issued',CAST('{"seq":30,"at":"2026-11-24T08:24:00+07:00","ticket":8,"number":"A003","service":"chung-thuc","procedures":[],"missing":[],"priority":false,"lang":"vi","device":"kiosk-1","wait":{"low":0,"high":0}}' AS BLOB),X'2A657B89ED6E21F43B15B51B5F9C4516');
INSERT INTO "event" VALUES(31,1795483560000,'ticket.called',CAST('{"seq":31,"at":"2026-11-24T08:26:00+07:00","ticket":8,"number":"A003","service":"chung-thuc","counter":"q1","n":1,"because":{"rule":"first_come","data":{"issued_at":"2026-11-24T08:24:00+07:00","waiting":1}}}' AS BLOB),X'4A727934FB3FC9D8734669B1867C52D6');
CREATE TABLE intent (
            day TEXT NOT NULL,
            caller TEXT NOT NULL,
            method TEXT NOT NULL,
            key TEXT NOT NULL,
            params BLOB NOT NULL,
            kind TEXT NOT NULL,
            answer BLOB NOT NULL,
            PRIMARY KEY (day, caller, method, key)
        ) STRICT, WITHOUT ROWID
        ;
INSERT INTO "intent" VALUES('2026-11-24','device:kiosk-1','Issue','key-00000015',X'2099BB1A70B15F5B09CF8199D224B04F','Issued',CAST('{"ticket":{"id":5,"number":"A001","service":"chung-thuc","issued_at":"2026-11-24T08:04:00+07:00","procedures":["2.000815"],"missing":["to-khai"],"priority":false,"lang":"vi","device":"kiosk-1","state":"waiting","counter":null,"called_at":null,"started_at":null,"ended_at":null,"calls":0,"printed":"pending","outcome":null,"dossier":null,"wait":{"low":0,"high":0}},"ahead":0,"wait":{"low":0,"high":0}}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','device:kiosk-1','Issue','key-00000016',X'990CC175455A42ABA319EA755E4DEB2D','Issued',CAST('{"ticket":{"id":6,"number":"A002","service":"chung-thuc","issued_at":"2026-11-24T08:06:00+07:00","procedures":[],"missing":[],"priority":true,"lang":"vi","device":"kiosk-1","state":"waiting","counter":null,"called_at":null,"started_at":null,"ended_at":null,"calls":0,"printed":"pending","outcome":null,"dossier":null,"wait":{"low":300,"high":1500}},"ahead":1,"wait":{"low":300,"high":1500}}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','device:kiosk-1','Issue','key-00000017',X'BF59AA169E4C6226C96E694C6D416E17','Issued',CAST('{"ticket":{"id":7,"number":"B001","service":"ho-tich","issued_at":"2026-11-24T08:08:00+07:00","procedures":[],"missing":[],"priority":false,"lang":"en","device":"kiosk-1","state":"waiting","counter":null,"called_at":null,"started_at":null,"ended_at":null,"calls":0,"printed":"pending","outcome":null,"dossier":null,"wait":null},"ahead":2,"wait":null}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','device:kiosk-1','Issue','key-00000025',X'224758CCB8AACE2A1EEE912FADF2BC3C','Issued',CAST('{"ticket":{"id":8,"number":"A003","service":"chung-thuc","issued_at":"2026-11-24T08:24:00+07:00","procedures":[],"missing":[],"priority":false,"lang":"vi","device":"kiosk-1","state":"waiting","counter":null,"called_at":null,"started_at":null,"ended_at":null,"calls":0,"printed":"pending","outcome":null,"dossier":null,"wait":{"low":0,"high":0}},"ahead":0,"wait":{"low":0,"high":0}}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','device:kiosk-1','ReportPrinted','key-00000018',X'572950B54EE2623AC46012AE76820750','Accepted',CAST('{}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','user:hoai','CallNext','key-00000019',X'6299FA03BF99002A1ED091BDE990EFA7','Called',CAST('{"ticket":{"id":5,"number":"A001","service":"chung-thuc","issued_at":"2026-11-24T08:04:00+07:00","procedures":["2.000815"],"missing":["to-khai"],"priority":false,"lang":"vi","device":"kiosk-1","state":"called","counter":"q1","called_at":"2026-11-24T08:12:00+07:00","started_at":null,"ended_at":null,"calls":1,"printed":"pending","outcome":null,"dossier":null,"wait":{"low":0,"high":0}},"because":{"rule":"first_come","data":{"issued_at":"2026-11-24T08:04:00+07:00","waiting":2}}}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','user:hoai','CallNext','key-00000023',X'6299FA03BF99002A1ED091BDE990EFA7','Called',CAST('{"ticket":{"id":6,"number":"A002","service":"chung-thuc","issued_at":"2026-11-24T08:06:00+07:00","procedures":[],"missing":[],"priority":true,"lang":"vi","device":"kiosk-1","state":"called","counter":"q1","called_at":"2026-11-24T08:20:00+07:00","started_at":null,"ended_at":null,"calls":1,"printed":"pending","outcome":null,"dossier":null,"wait":{"low":300,"high":1500}},"because":{"rule":"first_come","data":{"issued_at":"2026-11-24T08:06:00+07:00","waiting":1}}}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','user:hoai','CallNext','key-00000026',X'6299FA03BF99002A1ED091BDE990EFA7','Called',CAST('{"ticket":{"id":8,"number":"A003","service":"chung-thuc","issued_at":"2026-11-24T08:24:00+07:00","procedures":[],"missing":[],"priority":false,"lang":"vi","device":"kiosk-1","state":"called","counter":"q1","called_at":"2026-11-24T08:26:00+07:00","started_at":null,"ended_at":null,"calls":1,"printed":"pending","outcome":null,"dossier":null,"wait":{"low":0,"high":0}},"because":{"rule":"first_come","data":{"issued_at":"2026-11-24T08:24:00+07:00","waiting":1}}}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','user:hoai','Finish','key-00000022',X'7C70AFFCFF0AF3C11509E289714C3EDC','OneTicket',CAST('{"ticket":{"id":5,"number":"A001","service":"chung-thuc","issued_at":"2026-11-24T08:04:00+07:00","procedures":["2.000815"],"missing":["to-khai"],"priority":false,"lang":"vi","device":"kiosk-1","state":"done","counter":"q1","called_at":"2026-11-24T08:14:00+07:00","started_at":"2026-11-24T08:16:00+07:00","ended_at":"2026-11-24T08:18:00+07:00","calls":2,"printed":"pending","outcome":"xong","dossier":"H27-1","wait":{"low":0,"high":0}}}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','user:hoai','NoShow','key-00000024',X'877C482FD6F81FCB0D9E182CFFA4923D','OneTicket',CAST('{"ticket":{"id":6,"number":"A002","service":"chung-thuc","issued_at":"2026-11-24T08:06:00+07:00","procedures":[],"missing":[],"priority":true,"lang":"vi","device":"kiosk-1","state":"no_show","counter":"q1","called_at":"2026-11-24T08:20:00+07:00","started_at":null,"ended_at":"2026-11-24T08:22:00+07:00","calls":1,"printed":"pending","outcome":null,"dossier":null,"wait":{"low":300,"high":1500}}}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','user:hoai','OpenCounter','key-00000014',X'026FACA39F69B30CAC1FA6B608400E45','OneCounter',CAST('{"counter":{"id":"q1","state":"open","clerk":"hoai","ticket":null},"ticket":null}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','user:hoai','Recall','key-00000020',X'8A3DB6F44F4320FC5CF544F544B41BF7','OneTicket',CAST('{"ticket":{"id":5,"number":"A001","service":"chung-thuc","issued_at":"2026-11-24T08:04:00+07:00","procedures":["2.000815"],"missing":["to-khai"],"priority":false,"lang":"vi","device":"kiosk-1","state":"called","counter":"q1","called_at":"2026-11-24T08:14:00+07:00","started_at":null,"ended_at":null,"calls":2,"printed":"pending","outcome":null,"dossier":null,"wait":{"low":0,"high":0}}}' AS BLOB));
INSERT INTO "intent" VALUES('2026-11-24','user:hoai','Start','key-00000021',X'F6541B71EE785C5A1BF9AEE762E54994','OneTicket',CAST('{"ticket":{"id":5,"number":"A001","service":"chung-thuc","issued_at":"2026-11-24T08:04:00+07:00","procedures":["2.000815"],"missing":["to-khai"],"priority":false,"lang":"vi","device":"kiosk-1","state":"serving","counter":"q1","called_at":"2026-11-24T08:14:00+07:00","started_at":"2026-11-24T08:16:00+07:00","ended_at":null,"calls":2,"printed":"pending","outcome":null,"dossier":null,"wait":{"low":0,"high":0}}}' AS BLOB));
CREATE TABLE reason (
            ticket INTEGER PRIMARY KEY,
            reason TEXT NOT NULL
        ) STRICT
        ;
INSERT INTO "reason" VALUES(6,'nguoi-cao-tuoi');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
COMMIT;
