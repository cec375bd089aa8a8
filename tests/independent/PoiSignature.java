import java.io.File;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.poifs.crypt.dsig.SignatureConfig;
import org.apache.poi.poifs.crypt.dsig.SignatureInfo;
import org.apache.poi.poifs.crypt.dsig.SignaturePart;

/** Asks Apache POI whether workbooks are validly signed: a line each with "valid" or "invalid", signatures, file. */
public class PoiSignature {
    public static void main(String[] arguments) throws Exception {
        for (String file : arguments) {
            SignatureConfig config = new SignatureConfig();
            try (OPCPackage workbook = OPCPackage.open(new File(file), PackageAccess.READ)) {
                config.setOpcPackage(workbook);
                SignatureInfo signatures = new SignatureInfo();
                signatures.setSignatureConfig(config);
                boolean valid = signatures.verifySignature();
                int parts = 0;
                for (SignaturePart part : signatures.getSignatureParts()) {
                    valid &= part.validate();
                    parts++;
                }
                System.out.println((valid ? "valid " : "invalid ") + parts + " " + file);
                workbook.revert();
            }
        }
    }
}
