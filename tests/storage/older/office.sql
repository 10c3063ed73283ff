BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'office','people_and_devices','2026-11-23 02:27:57.302707+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'office','procedures','2026-11-23 02:27:57.303661+00:00');
CREATE TABLE device (
            name TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            token BLOB NOT NULL UNIQUE
        ) STRICT
        ;
INSERT INTO "device" VALUES('kiosk-1','kiosk',X'DA925A30E31F7FDAA7044E3E5BA4AE17670DE82D677B0E7ADF5700428A137A36');
CREATE TABLE procedure (
            code TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT
        ;
INSERT INTO "procedure" VALUES('2.000815',1,'{"code": "2.000815", "name": {"vi": "Chứng thực bản sao từ bản chính", "en": "Certified copy of an original document"}, "short": {"vi": "Sao y bản chính,\nchứng thực bản sao", "en": "Certified copy\nof a document"}, "field": "Chứng thực", "service": "chung-thuc", "fee": {"vi": "2.000 đồng/trang", "en": "2,000 dong a page"}, "fee_kind": "amount", "time": {"vi": "Trong ngày", "en": "Same day"}, "result": {"vi": "Bản sao có chứng thực", "en": "Certified copy"}, "who_must_come": {"vi": "Người mang bản chính đến", "en": "Whoever brings the original"}, "received": "here", "confirmed": false, "papers": [{"id": "ban-chinh", "name": {"vi": "Bản chính giấy tờ cần sao", "en": "The original document"}, "kind": "show", "note": {"vi": "Không tẩy xóa, không rách nát", "en": "Not altered, not damaged"}}, {"id": "ban-sao", "name": {"vi": "Bản phô tô cần chứng thực", "en": "The photocopy to be certified"}, "kind": "submit", "note": {"vi": "Chưa có thì hỏi cán bộ tại quầy", "en": "If you have none, ask at the counter"}}], "steps": ["Lấy số, chờ gọi đến quầy.", "Đưa giấy tờ cho cán bộ xem có đủ không.", "Nộp lệ phí nếu có, nhận biên lai.", "Nhận kết quả tại quầy, hoặc nhận giấy hẹn."], "legal": ["23/2015/NĐ-CP", "226/2016/TT-BTC", "257/2016/TT-BTC", "264/2016/TT-BTC", "01/2020/TT-BTP", "07/2025/NĐ-CP", "280/2025/NĐ-CP"], "forms": [], "details": "Nhận sau 15 giờ: trả vào ngày làm việc tiếp theo. Từ trang thứ ba: 1.000 đồng/trang; nhiều nhất 200.000 đồng một bản. Ở xã nào làm cũng được.", "source": "Cổng Dịch vụ công quốc gia (dichvucong.gov.vn), bản tháng 6–7/2026", "updated": "2026-11-22", "status": "same", "words": ["sao y", "công chứng", "phô tô", "photo", "photocopy", "sao bản chính", "chứng thực bằng cấp", "chứng thực căn cước", "bản sao chứng thực"], "rank": 1}');
CREATE TABLE session (
            token BLOB PRIMARY KEY,
            user TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
            ends INTEGER NOT NULL
        ) STRICT
        ;
CREATE TABLE user (
            name TEXT PRIMARY KEY,
            display_name TEXT NOT NULL,
            role TEXT NOT NULL,
            password TEXT NOT NULL
        ) STRICT
        ;
INSERT INTO "user" VALUES('hoai','Nguyễn Thị Hoài','clerk','$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$none');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
COMMIT;
