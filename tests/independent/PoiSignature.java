import java.io.File;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.poifs.crypt.dsig.SignatureConfig;
import org.apache.poi.poifs.crypt.dsig.SignatureInfo;
import org.apache.poi.poifs.crypt.dsig.SignaturePart;

/** Asks Apache POI whether a workbook is validly signed: prints "valid" or "invalid", then the signed parts. */
public class PoiSignature {
    public static void main(String[] arguments) throws Exception {
        SignatureConfig config = new SignatureConfig();
        try (OPCPackage workbook = OPCPackage.open(new File(arguments[0]), PackageAccess.READ)) {
            config.setOpcPackage(workbook);
            SignatureInfo signatures = new SignatureInfo();
            signatures.setSignatureConfig(config);
            boolean valid = signatures.verifySignature();
            System.out.println(valid ? "valid" : "invalid");
            for (SignaturePart part : signatures.getSignatureParts()) {
                System.out.println(part.validate() + " " + part.getSigner().getSubjectX500Principal().getName());
            }
            workbook.revert();
        }
    }
}
